//! Texts, made of the project's own sentences and of what breaks readers.

use entente_lang::Languages;
use entente_tests::{Dice, tables};

/// Marks that open and never close, and others that mean something to a reader.
const MARKS: &str = "« » “ ” „ \" ' ’ ‘ ( ) [ ] — – - -- ... … . , ; : ! ? ¿ ¡ / % € $ & @ # *";

/// Other pieces that readers stumble over: blanks of all sorts, and characters that are no letters though they look so.
const HOSTILE: [&str; 37] = [
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    " ",
    "\u{a0}",
    "\u{202f}",
    "\u{200b}",
    "\u{200d}",
    "\u{200f}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{ad}",
    "\u{301}",
    "\u{fffd}",
    "\u{10ffff}",
    "\u{e000}",
    "İ",
    "ß",
    "ﬁ",
    "ǅ",
    "漢",
    "शि",
    "ש",
    "ع",
    "🚗",
    "👩‍🔬",
    "½",
    "²",
    "Ⅷ",
    "٣",
    "𝟙",
    "𝒜",
    "o\u{308}",
];

/// Figures and dates at and beyond their bounds.
const FIGURES: [&str; 40] = [
    "0",
    "00",
    "-1",
    "1e308",
    "99999999999999999999999999999999999999",
    "18446744073709551616",
    "1.000.000.000.000.000.000",
    "1 2 3 4 5 6",
    "1,2,3,4",
    "0,000000000000000001",
    "100%",
    "100,01%",
    "9999%",
    "-5%",
    "0%",
    "50/50",
    "de 10% à 5%",
    "from 40% to 4000%",
    "entre 1% y 2%",
    "12 milliards de milliards d'euros",
    "$999 trillion billion",
    "mil millones de millones",
    "29 février 2023",
    "30 February 2024",
    "31/31/31",
    "99/99/9999",
    "2024-13-45",
    "0000-00-00",
    "le 32 mars",
    "il y a 99999999999 ans",
    "in 4000000000 years",
    "hace 12 siglos",
    "d'ici 9999",
    "les années 80",
    "Q9 2024",
    "the 20th quarter",
    "XXIe siècle",
    "1er janvier 10000",
    "vingt-et-un mille cent",
    "T4",
];

/// Makes texts.
pub(crate) struct Generator {
    /// The texts of the tables, and the examples of the rules.
    seeds: Vec<String>,
    /// Pieces that readers stumble over.
    hostile: Vec<&'static str>,
}

impl Generator {
    pub(crate) fn new() -> Self {
        let entries = tables().into_iter().flat_map(|(.., entries)| entries).map(|entry| entry.text);
        let rules = Languages::builtin().iter().flat_map(|lang| lang.rules().iter());
        let examples = rules.flat_map(|rule| {
            let texts = rule.examples.iter().map(|example| &example.text).chain(&rule.rejects);
            texts.map(ToString::to_string)
        });
        let hostile = MARKS.split(' ').chain(HOSTILE).collect();
        Self { seeds: entries.chain(examples).collect(), hostile }
    }

    /// The text of these dice.
    pub(crate) fn text(&self, dice: &mut Dice) -> String {
        match dice.below(16) {
            0 => bytes(dice),
            1 => characters(dice),
            2..=5 => self.spliced(dice),
            6..=9 => self.hurt(dice),
            10 | 11 => self.soup(dice),
            12 => self.article(dice),
            13 => self.nested(dice),
            14 => self.figured(dice),
            _ => self.crowded(dice),
        }
    }

    fn seed(&self, dice: &mut Dice) -> &str {
        &self.seeds[dice.below(self.seeds.len())]
    }

    /// Texts cut anywhere and joined, their languages mixed.
    fn spliced(&self, dice: &mut Dice) -> String {
        let mut text = String::new();
        for _ in 0..2 + dice.below(4) {
            let seed = self.seed(dice);
            let (one, two) = (place(dice, seed), place(dice, seed));
            text.push_str(&seed[one.min(two)..one.max(two)]);
            if dice.below(2) == 0 {
                text.push_str(pick(dice, &self.hostile));
            }
        }
        text
    }

    /// A text with pieces put in, taken out and doubled.
    fn hurt(&self, dice: &mut Dice) -> String {
        let mut text = self.seed(dice).to_owned();
        for _ in 0..=dice.below(8) {
            let (one, two) = (place(dice, &text), place(dice, &text));
            let range = one.min(two)..one.max(two).min(boundary(&text, one.min(two) + 24));
            match dice.below(4) {
                0 => text.insert_str(one, pick(dice, &self.hostile)),
                1 => text.insert_str(one, pick(dice, &FIGURES)),
                2 => text.replace_range(range, ""),
                _ => {
                    let piece = text[range].to_owned();
                    text.insert_str(one, &piece.repeat(1 + dice.below(4)));
                }
            }
        }
        text
    }

    /// Words of all texts in no order.
    fn soup(&self, dice: &mut Dice) -> String {
        let mut text = String::new();
        for _ in 0..dice.below(80) {
            let words: Vec<&str> = self.seed(dice).split(' ').collect();
            text.push_str(words[dice.below(words.len())]);
            text.push_str(if dice.below(8) == 0 { pick(dice, &self.hostile) } else { " " });
        }
        text
    }

    /// A title and paragraphs, each in any language.
    fn article(&self, dice: &mut Dice) -> String {
        let mut text = self.seed(dice).to_owned();
        for _ in 0..2 + dice.below(6) {
            text.push_str("\n\n");
            for _ in 0..=dice.below(4) {
                text.push_str(self.seed(dice));
                text.push(' ');
            }
        }
        text
    }

    /// A text inside many marks that open, some of which close.
    fn nested(&self, dice: &mut Dice) -> String {
        const PAIRS: [(&str, &str); 6] =
            [("«", "»"), ("“", "”"), ("\"", "\""), ("(", ")"), ("‘", "’"), ("[", "]")];
        let mut text = self.seed(dice).to_owned();
        for _ in 0..=dice.below(40) {
            let (open, close) = PAIRS[dice.below(PAIRS.len())];
            let at = place(dice, &text);
            text.insert_str(at, open);
            let at = place(dice, &text);
            if dice.below(3) > 0 {
                text.insert_str(at, close);
            }
        }
        text
    }

    /// A text whose words give way to figures and dates.
    fn figured(&self, dice: &mut Dice) -> String {
        let mut text = String::new();
        for word in self.seed(dice).split(' ') {
            text.push_str(if dice.below(3) == 0 { pick(dice, &FIGURES) } else { word });
            text.push(' ');
        }
        text
    }

    /// A text with hundreds of names put in.
    fn crowded(&self, dice: &mut Dice) -> String {
        let mut text = self.seed(dice).to_owned();
        let at = place(dice, &text);
        let names: Vec<String> = (0..dice.below(300)).map(|_| name(dice.below(5_000))).collect();
        text.insert_str(at, &names.join(", "));
        text
    }
}

/// A name that no company has, one for each number.
pub(crate) fn name(number: usize) -> String {
    const FIRST: [&str; 12] =
        ["Nor", "Cal", "Mer", "Bio", "Vel", "Quil", "Tes", "Orb", "Har", "Dal", "Gaz", "Bri"];
    const MIDDLE: [&str; 10] = ["va", "do", "za", "tre", "mi", "lu", "po", "ri", "sa", "ne"];
    const LAST: [&str; 8] = ["ne", "ra", "c", "l", "nor", "dan", "x", "tis"];
    let (first, rest) = (number % FIRST.len(), number / FIRST.len());
    let (last, mut rest) = (rest % LAST.len(), rest / LAST.len());
    let mut name = FIRST[first].to_owned();
    loop {
        name.push_str(MIDDLE[rest % MIDDLE.len()]);
        rest /= MIDDLE.len();
        if rest == 0 {
            break;
        }
    }
    name + LAST[last]
}

fn pick<'p>(dice: &mut Dice, pieces: &[&'p str]) -> &'p str {
    pieces[dice.below(pieces.len())]
}

/// A place between two characters.
fn place(dice: &mut Dice, text: &str) -> usize {
    let at = dice.below(text.len() + 1);
    boundary(text, at)
}

/// The place between two characters at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Any bytes, as they come to the reader: what is no UTF-8 is replaced before.
fn bytes(dice: &mut Dice) -> String {
    let bytes: Vec<u8> =
        (0..dice.below(400)).map(|_| u8::try_from(dice.below(256)).unwrap_or_default()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Any characters, those of the scripts of Europe and marks of all sorts oftener.
fn characters(dice: &mut Dice) -> String {
    let character = |dice: &mut Dice| {
        let code = match dice.below(6) {
            0 => dice.below(0x80),
            1 => 0x80 + dice.below(0x500),
            2 => 0x2000 + dice.below(0x300),
            3 => 0x300 + dice.below(0x70),
            4 => 0x590 + dice.below(0x200),
            _ => dice.below(0x11_0000),
        };
        u32::try_from(code).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
    };
    (0..dice.below(250)).map(|_| character(dice)).collect()
}
