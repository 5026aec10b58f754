//! Questions to answers: a question in French or English becomes a typed [`Plan`], the plan is looked up in the facts, and
//! what is found is told in the question's language, each sentence resting on quoted evidence. Where there is no plan or
//! no fact, the answer says so and why: it never guesses, and it never says "no" for mere lack of facts.
//!
//! How questions are asked and answers worded is data of the languages (`questions.toml`, `answers.toml`): adding a
//! language changes nothing here. Pure and synchronous; facts are read through a [`Record`]. Deliberately
//! absent: any search in article texts, arithmetic over facts, and memory of earlier questions: who asks hands the plan of
//! the question before back with the next one.

mod answer;
mod answerer;
mod error;
mod find;
mod ground;
mod plan;
mod question;
mod read;
mod say;

pub use answer::{Abstention, Answer, Citation, Lack, Nearest, Proven};
pub use answerer::Answerer;
pub use error::{AnswerError, DataError};
pub use ground::{Ground, Record};
pub use plan::{Ask, Bound, Detail, Name, Period, Plan, Stage, Told, Word};
pub use question::Question;
