//! The contract's own JSON, as other gRPC tools print it.

use entente_wire::FILE_DESCRIPTOR_SET;
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage};

use crate::Error;

/// The contract, as data.
#[derive(Debug)]
pub(crate) struct Contract(DescriptorPool);

impl Contract {
    pub(crate) fn new() -> Self {
        Self(DescriptorPool::decode(FILE_DESCRIPTOR_SET).expect("the build made the set from the contract"))
    }

    /// A message of the contract's type `name`, which serialises by the rules of the proto3 JSON mapping.
    pub(crate) fn json(&self, name: &str, message: &impl Message) -> DynamicMessage {
        let descriptor =
            self.0.get_message_by_name(&format!("entente.v1.{name}")).expect("a message of the contract");
        let bytes = message.encode_to_vec();
        DynamicMessage::decode(descriptor, bytes.as_slice())
            .expect("a message is what its own descriptor says")
    }

    /// Messages of the contract's type `name`, one JSON object a line.
    pub(crate) fn lines<'a, M: Message + 'a>(
        &self,
        name: &str,
        messages: impl IntoIterator<Item = &'a M>,
    ) -> Result<String, Error> {
        messages.into_iter().try_fold(String::new(), |out, message| {
            let line = serde_json::to_string(&self.json(name, message));
            line.map(|line| out + &line + "\n").map_err(|error| Error::Answer(error.to_string()))
        })
    }
}
