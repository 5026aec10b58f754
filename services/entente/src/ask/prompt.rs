//! Questions one after the other, each of which may go on from the one before: at a terminal with a line that can be edited and the
//! lines before it, elsewhere as plain lines.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::{Terms, is_of_question};
use crate::client::{Service, told};
use crate::error::{Error, Outcome};
use crate::output::{complain, say};

/// What stands before a question at a terminal.
const PROMPT: &str = "? ";
/// Longest line taken, in bytes; the service takes no question of this length, and says so.
const LONGEST: u64 = 64 * 1024;

/// Where questions come from.
enum Lines {
    /// A person, who may go back to earlier questions; the editor is away while it waits for a line.
    Terminal(Option<Box<DefaultEditor>>),
    /// A program or a file.
    Plain,
}

/// Asks until there are no more questions.
pub(super) async fn run(service: &Service, mut terms: Terms) -> Result<Outcome, Error> {
    if terms.conversation.is_empty() {
        let now = jiff::Timestamp::now().as_nanosecond();
        terms.conversation = format!("ask-{}-{now}", std::process::id());
    }
    let mut lines = Lines::open()?;
    if matches!(lines, Lines::Terminal(_)) {
        say("Ask in French or English; Ctrl-D ends.\n")?;
    }
    let mut refused = 0;
    while let Some(line) = lines.next().await? {
        let question = line.trim();
        if question.is_empty() {
            continue;
        }
        match terms.ask(service, question).await {
            Ok(answer) => say(&terms.printed(None, &answer)?)?,
            Err(status) if is_of_question(&status) => {
                refused += 1;
                complain(&told(&status));
            }
            Err(status) => return Err(service.failed(&status)),
        }
    }
    // Who sits there has read what was refused.
    let refused = if matches!(lines, Lines::Plain) { refused } else { 0 };
    Ok(Outcome::after(refused))
}

impl Lines {
    fn open() -> Result<Self, Error> {
        if !io::stdin().is_terminal() {
            return Ok(Self::Plain);
        }
        let editor = DefaultEditor::new().map_err(|error| Error::Local(io::Error::other(error)))?;
        Ok(Self::Terminal(Some(Box::new(editor))))
    }

    /// The next line; none at the end. Waiting for a person must not keep others from running.
    async fn next(&mut self) -> Result<Option<String>, Error> {
        let (line, editor) = match self {
            Self::Plain => (blocking(plain).await?, None::<Box<DefaultEditor>>),
            Self::Terminal(editor) => {
                let Some(mut editor) = editor.take() else { return Ok(None) };
                blocking(move || {
                    let line = edited(&mut editor);
                    (line, Some(editor))
                })
                .await?
            }
        };
        if let Self::Terminal(place) = self {
            *place = editor;
        }
        line
    }
}

async fn blocking<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(read).await.map_err(Error::Panicked)
}

fn plain() -> Result<Option<String>, Error> {
    let mut line = Vec::new();
    let read = io::stdin().lock().take(LONGEST).read_until(b'\n', &mut line).map_err(Error::Local)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&line).into_owned()))
}

/// A line of a person; none where they end it. A line that they give up is an empty one.
fn edited(editor: &mut DefaultEditor) -> Result<Option<String>, Error> {
    match editor.readline(PROMPT) {
        Ok(line) => {
            // What can't be remembered can be typed again.
            let _ = editor.add_history_entry(line.as_str());
            Ok(Some(line))
        }
        Err(ReadlineError::Interrupted) => Ok(Some(String::new())),
        Err(ReadlineError::Eof) => Ok(None),
        Err(error) => Err(Error::Local(io::Error::other(error))),
    }
}
