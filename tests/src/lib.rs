//! What the whole-system tests share: both services in one process or each in one of its own, articles to feed them, and
//! the notation in which tables say what an article holds.
//!
//! The tests stand beside this crate: `tidy` (what the sources must look like), `flow`, `bad_input` and `kill` (the pair
//! over real sockets), `scenario` (a story in articles and every question about its facts), `corpus` (sentences and what they say, by language), `evaluation` (articles of others, where they
//! are at hand), `rename` (the same about companies that nobody knows). Deliberately absent: tests of one crate alone, which live with it.
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "tests fail by panicking: one that can't unwrap hides its point behind error plumbing"
)]

mod articles;
mod cable;
mod dice;
mod door;
mod holdings;
mod log;
pub mod notation;
mod others;
mod pair;
mod process;
mod raw;
mod rename;
mod running;
mod table;
mod usage;

pub use articles::Sample;
pub use cable::Cable;
pub use dice::Dice;
pub use door::Door;
pub use holdings::{HOLDINGS_OF_EACH, Holding, Holdings, SOURCE, Told, company};
pub use log::{Logged, changes_of, log_of, page_of_stakes};
pub use others::{Given, articles_of, others};
pub use pair::Pair;
pub use process::{Process, Role, serve_if_child};
pub use raw::Raw;
pub use rename::Renamer;
pub use running::{Running, soon};
pub use table::{Entry, Known, tables};
pub use usage::{Usage, bytes_of, processor_time};

use entente_wire::v1::ErrorReason;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// The code, reason and field of an error; it must have a reason, and the code that goes with it.
#[track_caller]
pub fn told(status: &Status) -> (Code, ErrorReason, String) {
    let reason = ErrorReason::of(status).unwrap_or_else(|| panic!("no reason: {status:?}"));
    assert_eq!(reason.code(), status.code(), "{status:?}");
    let field = status.get_details_bad_request().map(|bad| bad.field_violations[0].field.clone());
    (status.code(), reason, field.unwrap_or_default())
}
