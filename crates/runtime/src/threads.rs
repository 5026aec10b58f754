//! The threads of a service.

use std::{io, num::NonZeroUsize};

use tokio::runtime::{Builder, Runtime};

/// Threads for what blocks, for each processor. Reads of a disk and work for a processor come to no more at once; what comes beside it waits.
/// The default, 512 threads, is no bound that helps: a burst leaves a hundred of them, and each keeps memory of its own.
const BLOCKING_FOR_EACH: usize = 4;

/// A runtime with a thread for each processor, and few for what blocks.
pub fn runtime() -> io::Result<Runtime> {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    Builder::new_multi_thread().enable_all().max_blocking_threads(processors * BLOCKING_FOR_EACH).build()
}
