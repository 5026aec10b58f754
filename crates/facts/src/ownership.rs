//! Ownership: who is behind a company, or what it holds, through chains of holdings.
//!
//! A trace goes from a root, breadth first, up to its holders or down to its holdings, and works out for each company that it reaches the
//! effective share between it and the root: *integrated ownership* as Brioschi, Buzzacchi and Colombo ("Risk capital financing and the
//! separation of ownership and control in business groups", Journal of Banking and Finance, 1989) and Baldone, Brioschi and Paleari
//! ("Ownership measures among firms connected by cross-shareholdings and a further analogy with input-output theory", 1998) define it.
//!
//! Let `a(h, j)` be the part of `j` that `h` holds itself, 0 to 1. The share of `h` in `r` is the sum, over all chains of holdings from `h` to
//! `r` that do not come back to `h`, of the product of their parts: `x(h, ·) = a(h, ·) (I - A′)⁻¹` with `A′` the matrix of all companies but
//! `h`. Companies that hold each other make endless chains, whose sum is that of a geometric series.
//!
//! # One pass for all holders of a company
//! Leaving out each holder in turn would be a system of equations for each. Let `n(h)` be the sum over *all* chains from `h` to `r`, those
//! that come back to `h` too. Cut such a chain where it leaves `h` for the last time: before it stands any chain from `h` to `h`, after it one
//! that does not come back. So
//!
//! ```text
//! n(h) = N(h, h) · x(h, r),    N = I + A + A² + ... = (I - A)⁻¹
//! ```
//!
//! the identity of Baldone and others: the integrated share is the value divided by the diagonal element of the Neumann series. A chain that
//! comes back to `h` stays among the companies that hold each other in a ring with `h`, its strongly connected component. So `n` comes of one
//! sweep over the components in the order of the chains, `N(h, h)` is 1 outside components, and inside one both `x` and `N(h, h)` come of
//! eliminating all other members: what is left of `h` is its loop `l` and its way out `x`, with `N(h, h) = 1 / (1 - l)` and
//! `n(h) = N(h, h) · x`. All members' eliminations share their work by halves, at the price of about one ([`group`]).
//!
//! # Without loss
//! Where parts go round without loss (two companies that hold the whole of each other, or may, as far as is told), the series has no end. The
//! sums are taken in the numbers from 0 to infinity, where the sum of a loop of 1 or more is infinity and nothing is ever subtracted but a
//! loop's weight from 1; what is more than the whole is cut to 100 and marked ([`EffectiveShare::cut`]).
//!
//! # Bounds on the work
//! Chains are followed to a depth and to a number of companies ([`Limits`]), and a trace says when that cut something off. Companies that hold each other in
//! a ring of more than a few hundred are not eliminated: their values come of iteration, and the shares of holders within the ring are given
//! by bounds that are certain but wider; a trace says that too ([`Trace::widened`]).

mod believed;
mod component;
mod effort;
mod flow;
mod graph;
mod group;
mod holding;
mod network;
mod reach;
mod ring;
mod trace;

pub use believed::BelievedHoldings;
pub use graph::HoldingGraph;
pub use holding::{Direction, Holding, Holdings};
pub use trace::{EffectiveShare, Limits, Trace, trace};
