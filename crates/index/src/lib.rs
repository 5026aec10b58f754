//! Keeps on disk what stands, so that a read is a few short scans.
//!
//! [`Index`] folds the log's entries, in the order of the log, into records and sorted keys; [`View`] reads them as of
//! one moment, as [`entente_facts::Facts`]. The position that was applied is part of the same atomic batch as the
//! changes, so an entry is never applied twice or half.
//!
//! Nothing here is worth keeping: the log has it all. So writes are not synced one by one (after a crash the index is
//! an older one, whole, with the position it had then), and an index of another format or with other known names is
//! deleted and starts anew, empty.
//!
//! Deliberately absent: the log and how it is read, the meaning of a cursor, and when the text index commits.

mod apply;
mod articles;
mod beliefs;
mod believed;
mod claims;
mod entities;
mod erasure;
mod error;
mod fact_list;
mod facts;
mod home;
mod identities;
mod identity;
mod index;
mod key;
mod list;
mod names;
mod pages;
mod parallel;
mod pending;
mod read;
mod record;
mod search;
mod store;
mod view;
mod who;
mod wholes;

pub use error::IndexError;
pub use index::{Index, Prepared, Progress, Status, WorkedOut};
pub use pages::{Piece, PiecePage, Presenter};
pub use parallel::map as in_parallel;
pub use search::{
    Found, SEARCH_DEPTH, Search, SearchHit, SearchQuery, SearchScope, SearchStatus, SearchWords,
    SearchWordsError,
};
pub use view::View;
