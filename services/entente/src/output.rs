//! Standard output and standard error.

use std::io::{self, Write as _};

use crate::Error;

/// Writes to standard output and hands it on at once: whoever waits for a line gets it.
pub(crate) fn say(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::Output)
}

/// A line on standard error. That nobody reads it is no reason to end.
pub(crate) fn complain(message: &str) {
    let _ = writeln!(io::stderr().lock(), "entente: {message}");
}
