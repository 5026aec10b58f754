//! Who may call what of the contract, and whose data: the one place where the services' methods meet roles and tenants.
//!
//! [`METHODS`] is the table of roles, which the stack enforces before a message is read. Whose data a message asks for stands in the
//! message, so each handler begins with [`admit`]; what a message tells of it is its [`Asked`].
//! Deliberately absent: who callers are (`entente-runtime` reads tokens), and what the data is.

mod admit;
mod asked;
mod methods;

pub use admit::{admit, record, settle};
pub use asked::{Asked, Whose};
pub use methods::METHODS;
