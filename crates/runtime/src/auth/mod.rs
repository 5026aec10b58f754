//! Who calls, and what is allowed to them: tokens with roles and tenants, and the step that each call passes.
//!
//! [`layer`] finds the caller before anything is read of the message; [`admission`] is what handlers ask about its contents. A server
//! without a file of tokens lets everyone do everything, which is why it listens on loopback alone.

pub(crate) mod admission;
pub(crate) mod caller;
pub(crate) mod layer;
mod rate;
mod role;
mod secret;
mod token_file;
pub(crate) mod tokens;

pub use caller::Caller;
pub use layer::LeastRoles;
pub use role::Role;
pub use secret::Secret;
pub use tokens::entry as token_entry;
