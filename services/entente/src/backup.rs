//! `entente backup` and `entente restore`: the log as one file, and back.

use std::fs::{self, File};
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use entente_log::{BackupReader, RestoreError, restore};
use entente_wire::v1::BackupLogRequest;

use crate::client::Service;
use crate::error::{Error, Outcome};
use crate::ingest::WriteArgs;
use crate::input::Place;
use crate::output::say;

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write; there must be none of this name
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    write: WriteArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    from: PathBuf,
    /// Directory of the event log, in which there must be none
    #[arg(long, env = "ENTENTE_DATA_DIR", value_name = "DIRECTORY")]
    data_dir: PathBuf,
}

pub(crate) async fn back_up(args: BackupArgs) -> Result<Outcome, Error> {
    if args.to.exists() {
        let (value, expected) = (args.to.display().to_string(), "there is a file of this name".to_owned());
        return Err(Error::Flag { flag: "--to", value, expected });
    }
    let service = args.write.connect().await?;
    // Under another name until it is whole.
    let making = with_ending(&args.to, "making");
    let made = receive(&service, &making).await;
    if made.is_err() {
        // The error of the backup tells more than that of its removal.
        let _ = fs::remove_file(&making);
    }
    let (entries, cursor) = made?;
    read_through(&making)?;
    fs::rename(&making, &args.to).map_err(Error::Local)?;
    let folder = args.to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::Local)?;
    say(&format!("{entries} entries, up to cursor {cursor}\n"))?;
    Ok(Outcome::Done)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

/// Writes what the service sends; how many entries there are, and up to where.
async fn receive(service: &Service, path: &Path) -> Result<(i64, String), Error> {
    let pieces = service.log().backup_log(BackupLogRequest {}).await;
    let mut pieces = pieces.map_err(|status| service.failed(&status))?.into_inner();
    let mut file = File::create(path).map_err(Error::Local)?;
    while let Some(piece) = pieces.message().await.map_err(|status| service.failed(&status))? {
        file.write_all(&piece.data).map_err(Error::Local)?;
        if piece.done {
            file.sync_all().map_err(Error::Local)?;
            return Ok((piece.entry_count, piece.cursor));
        }
    }
    Err(Error::Answer("the backup ended before its end".to_owned()))
}

/// Reads the backup as it is on the disk: what can't be restored is none.
fn read_through(path: &Path) -> Result<(), Error> {
    let file = BufReader::new(File::open(path).map_err(Error::Local)?);
    let check = || {
        let mut reader = BackupReader::open(file)?;
        while reader.next_entry()?.is_some() {}
        Ok(())
    };
    let checked: Result<(), entente_log::BackupError> = check();
    checked.map_err(|error| Place::of(path).unreadable(error).into())
}

pub(crate) fn put_back(args: &RestoreArgs) -> Result<Outcome, Error> {
    let place = Place::of(&args.from);
    let file = File::open(&args.from).map_err(|error| place.unreadable(error))?;
    let backup = BackupReader::open(BufReader::new(file)).map_err(|error| place.unreadable(error))?;
    let head = backup.head();
    let entries = match restore(&args.data_dir, backup) {
        Ok(entries) => entries,
        Err(RestoreError::Backup(error)) => return Err(place.unreadable(error).into()),
        Err(error @ (RestoreError::Log(_) | RestoreError::Occupied(_))) => {
            return Err(Error::Directory(error.to_string()));
        }
    };
    say(&format!("{entries} entries of log {}, up to position {}\n", head.log, head.newest))?;
    Ok(Outcome::Done)
}
