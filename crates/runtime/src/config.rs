//! Settings that every service has, as flags and as `ENTENTE_*` environment variables.
//!
//! Mains flatten these structs into their own and call [`RuntimeArgs::validate`] before they bind anything.

use std::{
    fmt::Display, fs::File, io::Read as _, net::SocketAddr, ops::RangeInclusive, path::PathBuf,
    time::Duration,
};

use clap::{Args, Command, ValueEnum};

use crate::{Error, SecureArgs, TraceArgs, monitor::MonitorArgs};

/// Messages beyond this are refused whatever the settings: a message is held in memory whole, more than once.
pub const MESSAGE_BYTES_CEILING: usize = 64 * 1024 * 1024;

/// The variables of the project begin with this.
const PREFIX: &str = "ENTENTE_";

/// Where a server listens. Apart from [`RuntimeArgs`]: a process with two servers has two addresses.
#[derive(Debug, Clone, Args)]
pub struct ListenArgs {
    /// Address to listen on; port 0 takes any free port
    #[arg(long, env = "ENTENTE_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
}

impl ListenArgs {
    /// The address asked for, or else the service's own `default`.
    pub fn address(&self, default: SocketAddr) -> SocketAddr {
        self.listen.unwrap_or(default)
    }
}

/// What every server needs to know.
#[derive(Debug, Clone, Args)]
pub struct RuntimeArgs {
    /// See [`LimitArgs`].
    #[command(flatten)]
    pub limits: LimitArgs,
    /// See [`LogArgs`].
    #[command(flatten)]
    pub log: LogArgs,
    /// See [`MonitorArgs`].
    #[command(flatten)]
    pub monitor: MonitorArgs,
    /// See [`SecureArgs`].
    #[command(flatten)]
    pub secure: SecureArgs,
    /// See [`TraceArgs`].
    #[command(flatten)]
    pub trace: TraceArgs,
    /// Longest wait for open requests and streams after SIGTERM
    #[arg(long, env = "ENTENTE_DRAIN_BOUND", value_name = "DURATION", default_value = "10s", value_parser = duration)]
    pub drain_bound: Duration,
}

/// A file of what is known beforehand, read by whoever reads articles or answers questions.
#[derive(Debug, Clone, Default, Args)]
pub struct KnowledgeArgs {
    /// TOML file of organisations to know beside those that ship with the program; its entries stand above them
    #[arg(long, env = "ENTENTE_KNOWLEDGE", value_name = "FILE")]
    pub knowledge: Option<PathBuf>,
}

impl KnowledgeArgs {
    /// What `read` makes of the file's name and text; none where no file is given. The file has at most `most` bytes. Each error,
    /// those of `read` too, names the flag, the variable and the file.
    pub fn read<T, E: Display>(
        &self,
        most: usize,
        read: impl FnOnce(&str, &str) -> Result<T, E>,
    ) -> Result<Option<T>, Error> {
        let Some(path) = &self.knowledge else { return Ok(None) };
        let name = path.display().to_string();
        let refused = |reason: String| {
            // The reason may begin with the file's name, as errors about files do.
            let reason = reason.strip_prefix(&format!("{name}: ")).map_or(reason.clone(), str::to_owned);
            refuse("--knowledge", &name, reason)
        };
        let limit = u64::try_from(most).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        // One byte more tells that there is more.
        let file = File::open(path).map_err(|error| refused(error.to_string()))?;
        file.take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| refused(error.to_string()))?;
        if bytes.len() > most {
            return Err(refused(format!("is longer than {most} bytes")));
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| refused(format!("is not UTF-8 at byte {}", error.utf8_error().valid_up_to())))?;
        read(&name, &text).map(Some).map_err(|error| refused(error.to_string()))
    }
}

/// Bounds on what one server takes on.
#[derive(Debug, Clone, Args)]
pub struct LimitArgs {
    /// Largest message accepted, as in 4MiB
    #[arg(long, env = "ENTENTE_MAX_MESSAGE_BYTES", value_name = "SIZE", default_value = "4MiB", value_parser = size)]
    pub max_message_bytes: usize,
    /// Longest article body accepted, as in 1MiB
    #[arg(long, env = "ENTENTE_MAX_BODY_BYTES", value_name = "SIZE", default_value = "1MiB", value_parser = size)]
    pub max_body_bytes: usize,
    /// Requests and open streams served at one time
    #[arg(long, env = "ENTENTE_MAX_CONCURRENT_REQUESTS", value_name = "N", default_value = "1024")]
    pub max_concurrent_requests: usize,
    /// Connections open at one time; one more is closed at once
    #[arg(long, env = "ENTENTE_MAX_CONNECTIONS", value_name = "N", default_value = "1024")]
    pub max_connections: usize,
    /// Messages held for a client that reads a stream slowly
    #[arg(long, env = "ENTENTE_STREAM_BUFFER", value_name = "N", default_value = "64")]
    pub stream_buffer: usize,
    /// Most items on one page
    #[arg(long, env = "ENTENTE_MAX_PAGE_SIZE", value_name = "N", default_value = "500")]
    pub max_page_size: usize,
    /// Time to answer in, where the client sets no deadline
    #[arg(long, env = "ENTENTE_DEFAULT_DEADLINE", value_name = "DURATION", default_value = "30s", value_parser = duration)]
    pub default_deadline: Duration,
    /// Most time to answer in, whatever the client asks for; streams last as long as the client wants
    #[arg(long, env = "ENTENTE_MAX_DEADLINE", value_name = "DURATION", default_value = "5m", value_parser = duration)]
    pub max_deadline: Duration,
}

/// What is logged, and how.
#[derive(Debug, Clone, Args)]
pub struct LogArgs {
    /// What to log, as in info or `entente_runtime=debug`; `RUST_LOG` counts where this is not set
    #[arg(long, env = "ENTENTE_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How log lines look
    #[arg(long, env = "ENTENTE_LOG_FORMAT", value_name = "FORMAT", value_enum, default_value_t = LogFormat::Auto)]
    pub log_format: LogFormat,
}

/// The look of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Pretty on a terminal, JSON elsewhere
    Auto,
    /// Lines for people
    Pretty,
    /// One JSON object a line
    Json,
}

impl RuntimeArgs {
    /// Checks all values, also against each other, and the files that they name. The error names the flag, the variable and the value.
    pub fn validate(&self) -> Result<(), Error> {
        let limits = &self.limits;
        let second = Duration::from_secs(1);
        within("--max-message-bytes", limits.max_message_bytes, 1024..=MESSAGE_BYTES_CEILING)?;
        within("--max-body-bytes", limits.max_body_bytes, 1..=limits.max_message_bytes)?;
        within("--max-concurrent-requests", limits.max_concurrent_requests, 1..=1_000_000)?;
        within("--max-connections", limits.max_connections, 1..=65_536)?;
        within("--stream-buffer", limits.stream_buffer, 1..=65_536)?;
        within("--max-page-size", limits.max_page_size, 1..=10_000)?;
        spans("--max-deadline", limits.max_deadline, Duration::from_millis(10)..=3600 * second)?;
        spans(
            "--default-deadline",
            limits.default_deadline,
            Duration::from_millis(10)..=limits.max_deadline,
        )?;
        spans("--drain-bound", self.drain_bound, Duration::ZERO..=600 * second)?;
        crate::telemetry::filter(&self.log, None)?;
        self.trace.validate()?;
        self.secure.load().map(drop)
    }
}

/// Refuses the first environment variable that begins with `ENTENTE_` and that no argument of `command`, or of
/// its subcommands, reads: a misspelt limit must not pass for the default.
pub fn refuse_unknown_variables(
    command: &Command,
    names: impl IntoIterator<Item = String>,
) -> Result<(), Error> {
    match names.into_iter().find(|name| name.starts_with(PREFIX) && !reads(command, name)) {
        Some(name) => Err(Error::UnknownVariable(name)),
        None => Ok(()),
    }
}

fn reads(command: &Command, name: &str) -> bool {
    command.get_arguments().any(|arg| arg.get_env().is_some_and(|env| env == name))
        || command.get_subcommands().any(|sub| reads(sub, name))
}

fn within(flag: &str, value: usize, range: RangeInclusive<usize>) -> Result<(), Error> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(refuse(flag, value, format!("expected {} to {}", range.start(), range.end())))
}

fn spans(flag: &str, value: Duration, range: RangeInclusive<Duration>) -> Result<(), Error> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(refuse(flag, format!("{value:?}"), format!("expected {:?} to {:?}", range.start(), range.end())))
}

/// The error for a flag's value. The variable that sets the same thing has the flag's name.
pub(crate) fn refuse(flag: &str, value: impl Display, expected: String) -> Error {
    Error::Setting { setting: setting(flag), value: value.to_string(), expected }
}

/// A flag with its variable.
pub(crate) fn setting(flag: &str) -> String {
    let variable = flag.trim_start_matches('-').replace('-', "_").to_uppercase();
    format!("{flag} ({PREFIX}{variable})")
}

/// Reads a size: a number of bytes, or one of KiB or MiB.
fn size(text: &str) -> Result<usize, String> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let factor = match unit {
        "" => 1,
        "KiB" => 1024,
        "MiB" => 1024 * 1024,
        _ => return Err(format!("unit {unit:?} is unknown: expected none, KiB or MiB")),
    };
    let number: usize = number.parse().map_err(|_| "expected a number, as in 4MiB".to_owned())?;
    number.checked_mul(factor).ok_or_else(|| "is too large".to_owned())
}

/// Reads a duration: a whole number of ms, s or m.
fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let number: u32 =
        number.parse().map_err(|_| "expected a whole number and a unit, as in 30s".to_owned())?;
    match unit {
        "ms" => Ok(Duration::from_millis(number.into())),
        "s" => Ok(Duration::from_secs(number.into())),
        "m" => Ok(Duration::from_secs(u64::from(number) * 60)),
        _ => Err(format!("unit {unit:?} is unknown: expected ms, s or m")),
    }
}
