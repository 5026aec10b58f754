//! What every gRPC service of Entente needs and none of them should write twice: settings, logs, traces, the stack of
//! layers around the handlers, health, reflection and an orderly end.
//!
//! A `main` reads its arguments, checks them, binds, and serves:
//!
//! ```no_run
//! # async fn run(args: entente_runtime::RuntimeArgs, listen: entente_runtime::ListenArgs)
//! # -> Result<(), entente_runtime::Error> {
//! use entente_runtime::{Bound, Health, Server, Shutdown, telemetry};
//!
//! args.validate()?;
//! telemetry::init(&args.log)?;
//! let shutdown = Shutdown::on_signals()?;
//! let health = Health::new(["entente.v1.IngestService"]).await;
//! let bound = Bound::bind(listen.address(([127, 0, 0, 1], 50051).into()), &args.secure).await?;
//! health.serving("entente.v1.IngestService").await;
//! Server::new(&args, shutdown, health).serve(bound, tonic::service::Routes::default()).await
//! # }
//! ```
//!
//! # The stack
//! From the socket inwards; [`Server`] is the one place that puts it together.
//!
//! | layer | place, and why there |
//! |---|---|
//! | `door` | outermost: where every place to work is taken, a refusal costs as little as can be; it carries an id and is counted here, without a duration, a span or a line of the audit log |
//! | `request_id` | around all else: whatever answers within, the answer, each log line and the call's span carry the id |
//! | `monitor` | counts whatever is answered within, and by whichever layer |
//! | `panic` | outside all that can panic, inside the span that names the request |
//! | `auth` | before anything is done for the caller, and inside all that every answer has |
//! | `deadline` | before a permit is taken, so that a malformed `grpc-timeout` costs nothing, and around the permit, so that an expired request gives it back |
//! | `overload` | before any byte of the message is read |
//! | `audit` | inside what refuses floods, around all that is done for a caller |
//! | `drain` | cuts what is still open when the drain's bound has passed |
//! | `mend` | innermost: it rewrites only what the codec said, never what another layer said |
//!
//! Inside of it a service may set a [`Gate`] before the calls that keep a processor busy: it knows who calls, and leaves room for others.
//!
//! Each layer calls the next one at once instead of when first polled: tonic starts its own clock for
//! `grpc-timeout` after that call, and the one in `deadline` must be the earlier of the two.
//!
//! # Deliberately absent
//! - Any domain: this crate depends on no other crate of the project, and error reasons are plain strings here
//!   (the closed list lives in `proto/`; [`REASONS`] are the ones this crate can send).
//! - The bound on message sizes: tonic keeps it in the generated servers. A service sets
//!   `max_decoding_message_size(args.limits.max_message_bytes)` on each of its own; the stack words the refusal.
//! - Page sizes, body sizes and stream buffers are settings here, and enforced by the services.

mod audit;
pub mod auth;
pub mod config;
mod connections;
pub mod deadline;
pub mod dial;
mod door;
mod drain;
mod ending;
mod error;
mod gate;
pub mod health;
mod heard;
mod mend;
pub mod monitor;
mod overload;
mod panic;
mod permits;
pub mod probe;
mod reflection;
pub mod rejection;
pub mod request_id;
mod secure;
mod server;
pub mod shutdown;
mod slow;
pub mod telemetry;
pub mod threads;
mod tls;
pub mod trace;
mod unread;
mod watched;
pub mod work;

pub use audit::Unrecorded;
pub use auth::{
    Caller, Role, Secret,
    admission::{Admission, Denied, Recorded},
};
pub use config::{KnowledgeArgs, LimitArgs, ListenArgs, LogArgs, LogFormat, RuntimeArgs};
pub use deadline::Deadline;
pub use dial::{Credentials, Dialer, Inside, Way};
pub use error::Error;
pub use gate::Gate;
pub use health::Health;
pub use probe::ServiceCommand;
pub use rejection::{DOMAIN, REASONS, Rejection};
pub use request_id::RequestId;
pub use secure::SecureArgs;
pub use server::{Bound, Server};
pub use shutdown::Shutdown;
pub use slow::cut_off;
pub use trace::TraceArgs;
pub use work::{Busy, Place, Places};
