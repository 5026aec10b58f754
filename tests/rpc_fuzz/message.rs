//! Messages for any method, from its descriptor.

use entente_tests::Dice;
use prost::Message as _;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, MethodDescriptor, ReflectMessage as _,
    Value,
};

use crate::bytes;
use crate::seeds::Seeds;

/// Messages within messages, down to here.
const DEEPEST: usize = 6;

/// Makes messages.
pub(crate) struct Messages {
    seeds: Seeds,
}

impl Messages {
    pub(crate) fn new(seeds: Seeds) -> Self {
        Self { seeds }
    }

    /// The bytes of a message for the method: sound, nearly so, or not at all.
    pub(crate) fn bytes(&self, method: &MethodDescriptor, dice: &mut Dice) -> Vec<u8> {
        match dice.below(16) {
            0 => bytes::random(dice),
            1 => bytes::deep(dice),
            2..=4 => self.message(&method.input(), 0, dice).encode_to_vec(),
            5..=7 => bytes::mutated(self.sound(method, dice).encode_to_vec(), dice),
            8..=13 => {
                let mut message = self.sound(method, dice);
                for _ in 0..=dice.below(2) {
                    self.alter(&mut message, 0, dice);
                }
                message.encode_to_vec()
            }
            _ => self.sound(method, dice).encode_to_vec(),
        }
    }

    /// A message that the method understands.
    fn sound(&self, method: &MethodDescriptor, dice: &mut Dice) -> DynamicMessage {
        let seeds = self.seeds.of_method(method.name());
        seeds[dice.below(seeds.len())].clone()
    }

    /// Gives one field, here or further in, another value, or none.
    fn alter(&self, message: &mut DynamicMessage, depth: usize, dice: &mut Dice) {
        let fields: Vec<_> = message.descriptor().fields().collect();
        if fields.is_empty() {
            return;
        }
        let field = &fields[dice.below(fields.len())];
        if let Kind::Message(_) = field.kind()
            && !field.is_list()
            && !field.is_map()
            && message.has_field(field)
            && dice.below(4) > 0
        {
            if let Value::Message(inner) = message.get_field_mut(field) {
                self.alter(inner, depth + 1, dice);
            }
        } else if dice.below(6) == 0 {
            message.clear_field(field);
        } else {
            let value = self.value(field, depth, dice);
            message.set_field(field, value);
        }
    }

    /// Any message of a type.
    fn message(&self, of: &MessageDescriptor, depth: usize, dice: &mut Dice) -> DynamicMessage {
        let mut message = DynamicMessage::new(of.clone());
        for field in of.fields() {
            let nested = matches!(field.kind(), Kind::Message(_));
            if dice.below(2) == 0 && (!nested || depth < DEEPEST) {
                let value = self.value(&field, depth, dice);
                message.set_field(&field, value);
            }
        }
        message
    }

    fn value(&self, field: &FieldDescriptor, depth: usize, dice: &mut Dice) -> Value {
        if field.is_map() {
            let entries = (0..dice.below(4)).map(|_| {
                let key = MapKey::String(self.seeds.text(field.name(), dice));
                (key, Value::String(self.seeds.text(field.name(), dice)))
            });
            return Value::Map(entries.collect());
        }
        if field.is_list() {
            let many = if depth == 0 && dice.below(40) == 0 { 300 } else { 4 };
            let count = dice.below(many);
            return Value::List((0..count).map(|_| self.single(field, depth, dice)).collect());
        }
        self.single(field, depth, dice)
    }

    fn single(&self, field: &FieldDescriptor, depth: usize, dice: &mut Dice) -> Value {
        const WHOLE: [i64; 12] = [0, 1, -1, 2, 7, 50, 500, 501, 1 << 31, i64::MAX, i64::MIN, -(1 << 31)];
        const REAL: [f64; 10] =
            [0.0, -0.0, 1.0, 0.5, 100.0, -1.0, f64::MAX, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE];
        let whole = WHOLE[dice.below(WHOLE.len())];
        let real = REAL[dice.below(REAL.len())];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any bits will do")]
        match field.kind() {
            Kind::Double => Value::F64(real),
            Kind::Float => Value::F32(real as f32),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(whole as i32),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(whole),
            Kind::Uint32 | Kind::Fixed32 => Value::U32(whole as u32),
            Kind::Uint64 | Kind::Fixed64 => Value::U64(whole as u64),
            Kind::Bool => Value::Bool(dice.below(2) == 0),
            Kind::String => Value::String(self.seeds.text(field.name(), dice)),
            Kind::Bytes => Value::Bytes(bytes::random(dice).into()),
            Kind::Message(of) if depth < DEEPEST => Value::Message(self.message(&of, depth + 1, dice)),
            Kind::Message(of) => Value::Message(DynamicMessage::new(of)),
            Kind::Enum(of) if dice.below(8) > 0 => {
                let values: Vec<_> = of.values().collect();
                Value::EnumNumber(values[dice.below(values.len())].number())
            }
            Kind::Enum(_) => Value::EnumNumber(whole as i32),
        }
    }
}
