//! `entente eval`: how well articles are read, measured on articles that people have annotated.

mod calibrate;
mod errors;
mod gold;
mod report;
mod rules;

use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;
use entente_annotation::{Account, Annotation, Comparison, Score, compare, interval};
use entente_extract::{Grounds, Reader};
use entente_model::Language;

use crate::error::{Error, Outcome};
use crate::eval::gold::{Gold, Texts};
use crate::eval::report::Report;
use crate::in_order::in_order;
use crate::input::{Published, Unreadable};
use crate::output::{complain, say};
use crate::reader::{Output, ReaderArgs};

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// Annotated articles: .jsonl files in the events format, one article a line, or - for such lines on standard input
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Directory of the articles' texts, ID.txt for each id
    #[arg(long, value_name = "DIR")]
    texts: PathBuf,
    /// What another program read, in the events format; without it the texts are read here
    #[arg(long, value_name = "FILE")]
    predicted: Option<PathBuf>,
    /// Only the articles in this language
    #[arg(long, value_name = "CODE")]
    language: Option<Language>,
    /// Only the articles whose id begins so
    #[arg(long, default_value = "")]
    prefix: String,
    /// Show up to this many missed events of each type, and invented ones of each rule
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Tell of each rule how often it fires and how often it is right
    #[arg(long)]
    by_rule: bool,
    /// Write confidences fitted to the articles into this directory of language data, DIR/LANGUAGE/calibration.toml; the next
    /// build has them
    #[arg(long, value_name = "DIR", conflicts_with = "predicted")]
    calibrate: Option<PathBuf>,
    #[command(flatten)]
    reader: ReaderArgs,
}

/// One article, compared.
#[derive(Debug)]
struct Compared {
    id: String,
    language: Option<Language>,
    gold: Account,
    told: Account,
    /// What the confidence of each event rests on; of events that were read here.
    grounds: Vec<Grounds>,
    comparison: Comparison,
}

pub(crate) fn run(args: &EvalArgs) -> Result<Outcome, Error> {
    let predicted = args.predicted.as_deref().map(gold::predictions).transpose()?;
    let reader = args.reader.reader()?;
    let (mut refused, mut unanswered) = (0, 0);
    let mut compared: Vec<Compared> = Vec::new();
    let desk = Desk { reader: &reader, predicted: predicted.as_ref(), texts: Texts::of(&args.texts) };
    in_order(
        gold::lines(&args.gold, args.language, &args.prefix),
        |gold| gold.and_then(|gold| desk.compare(&gold)),
        |article: Result<Compared, Unreadable>| {
            match article {
                Ok(article) => {
                    unanswered += usize::from(desk.is_unanswered(&article.id));
                    compared.push(article);
                }
                Err(unreadable) => {
                    refused += 1;
                    complain(&unreadable.to_string());
                }
            }
            Ok::<(), Error>(())
        },
    )?;
    let mut score = Score::default();
    for article in &compared {
        score.add(&article.comparison.score);
    }
    let scores: Vec<Score> = compared.iter().map(|article| article.comparison.score.clone()).collect();
    let report = Report {
        refused,
        unanswered,
        score: &score,
        interval: interval(&scores),
        reliability: report::reliability(&compared),
        rules: args.by_rule.then(|| rules::fired(&compared, args.predicted.is_none().then_some(&reader))),
        calibrated: match args.predicted {
            // Nobody but the reader knows what its confidences rest on.
            Some(_) => None,
            None => Some(calibrate::run(&compared, args.calibrate.as_deref())?),
        },
        errors: (args.errors > 0).then(|| errors::grouped(&compared, args.errors)),
    };
    match args.reader.output {
        Output::Text => say(&report.text())?,
        Output::Json => say(&format!("{}\n", report.json()))?,
    }
    Ok(Outcome::after(refused))
}

/// What all articles are compared with.
struct Desk<'a> {
    reader: &'a Reader,
    predicted: Option<&'a HashMap<String, Annotation>>,
    texts: Texts<'a>,
}

impl Desk<'_> {
    fn is_unanswered(&self, id: &str) -> bool {
        self.predicted.is_some_and(|predicted| !predicted.contains_key(id))
    }

    fn compare(&self, gold: &Gold) -> Result<Compared, Unreadable> {
        let text = self.texts.of_gold(gold)?;
        let account = gold.account(&text)?;
        let (told, grounds, language) = match self.predicted {
            None => {
                let published = gold.published.as_ref().map(Published::date);
                let (reading, grounds) = self.reader.read_weighed(&text, gold.language, published);
                (Account::of(&reading, &text), grounds, reading.language)
            }
            Some(predicted) => match predicted.get(&gold.annotation.id) {
                None => (Account::default(), Vec::new(), gold.language),
                Some(told) => {
                    let told = told
                        .account()
                        .map_err(|why| gold.place.unreadable(format_args!("predicted: {why}")))?;
                    (told, Vec::new(), gold.language)
                }
            },
        };
        let comparison = compare(&account, &told, &text);
        Ok(Compared { id: gold.annotation.id.clone(), language, gold: account, told, grounds, comparison })
    }
}
