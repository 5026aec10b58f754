//! What was read, in words for people.

use std::fmt::Write as _;

use entente_model::{
    Assertion, Certainty, Event, Money, Partnership, PartnershipStatus, Party, Percent, Polarity, Reading,
    Share, Source, SourceKind, Stake, StakeAction, StakeStatus, Strategy, StrategyAction, StrategyStatus,
};

/// What was read in an article: a sentence an event, its quotes below.
pub(crate) fn reading(id: &str, reading: &Reading) -> String {
    let language = reading.language.map_or_else(|| "no language".to_owned(), |language| language.to_string());
    let count = reading.events.len();
    let mut out = format!("{id} ({language}, {count} event{})\n", if count == 1 { "" } else { "s" });
    for event in &reading.events {
        out.push_str(&with_quotes(event));
    }
    for diagnostic in &reading.diagnostics {
        let _ = writeln!(out, "  note: {}", diagnostic.message);
    }
    out
}

/// An event's sentence and its quotes, indented.
pub(crate) fn with_quotes(event: &Event) -> String {
    let mut out = format!("  {}\n", sentence(event));
    for passage in &event.evidence {
        let _ = writeln!(out, "    > {}", one_line(&passage.quote));
    }
    out
}

/// An event in one line.
pub(crate) fn sentence(event: &Event) -> String {
    let mut out = String::new();
    if event.polarity == Polarity::Negative {
        out.push_str("NOT SO: ");
    }
    match &event.assertion {
        Assertion::Partnership(told) => partnership(&mut out, told),
        Assertion::Stake(told) => stake(&mut out, told),
        Assertion::Strategy(told) => strategy(&mut out, told),
        Assertion::Statement(told) => {
            let _ = write!(out, "{} said: \"{}\"", all(&told.speakers), one_line(&told.quote));
            return out;
        }
    }
    let _ = write!(out, " [{}", certainty(event.certainty));
    if event.source.kind != SourceKind::Author {
        let _ = write!(out, ", {}", source(&event.source));
    }
    if let Some(time) = &event.time {
        let _ = write!(out, ", {time}");
    }
    if let Some(expected) = &event.expected {
        let _ = write!(out, ", expected {expected}");
    }
    out.push(']');
    out
}

fn partnership(out: &mut String, told: &Partnership) {
    let parties = all(&told.parties);
    let status = match told.status {
        PartnershipStatus::Sought => "is sought",
        PartnershipStatus::Negotiating => "is being negotiated",
        PartnershipStatus::Planned => "is planned",
        PartnershipStatus::Signed => "is agreed",
        PartnershipStatus::Active => "is in force",
        PartnershipStatus::Renegotiating => "is being renegotiated",
        PartnershipStatus::Ended => "has ended",
        PartnershipStatus::Failed => "has failed",
    };
    let kind = plain(told.kind.name());
    let _ = write!(out, "partnership ({kind}) of {parties} {status}");
    if !told.excluded.is_empty() {
        let _ = write!(out, ", without {}", all(&told.excluded));
    }
    about(out, told.topic.as_deref(), &told.regions);
}

fn stake(out: &mut String, told: &Stake) {
    let holders = all(&told.holders);
    let (infinitive, past) = match told.action {
        StakeAction::Hold => ("hold", "held"),
        StakeAction::Acquire => ("acquire", "acquired"),
        StakeAction::Increase => ("raise its stake in", "raised its stake in"),
        StakeAction::Reduce => ("reduce its stake in", "reduced its stake in"),
        StakeAction::Dispose => ("give up", "gave up"),
        StakeAction::Merge if told.target == Party::Unnamed => ("merge", "merged"),
        StakeAction::Merge => ("merge into", "merged into"),
    };
    let (s, are) = if told.holders.len() == 1 { ("s", "is") } else { ("", "are") };
    let verb = match (told.action, told.status) {
        (StakeAction::Hold, StakeStatus::Held) => format!("hold{s}"),
        (StakeAction::Hold, StakeStatus::Former) => format!("no longer hold{s}"),
        (_, StakeStatus::Planned) => format!("plan{s} to {infinitive}"),
        (_, StakeStatus::Negotiating) => format!("negotiate{s} to {infinitive}"),
        (_, StakeStatus::Announced) => format!("{are} to {infinitive}"),
        (_, StakeStatus::Failed) => format!("failed to {infinitive}"),
        (_, StakeStatus::Completed | StakeStatus::Held | StakeStatus::Former) => past.to_owned(),
    };
    let _ = write!(out, "{holders} {verb}");
    let of_target = matches!(told.action, StakeAction::Hold | StakeAction::Acquire);
    match told.share.filter(|_| of_target) {
        Some(told_share) => {
            let _ = write!(out, " {} of {}", share(&told_share), one(&told.target));
        }
        None if told.action == StakeAction::Merge && told.target == Party::Unnamed => {}
        None => {
            let _ = write!(out, " {}", one(&told.target));
        }
    }
    if let Some(after) = told.share.filter(|_| !of_target) {
        let _ = write!(out, ", {} after it", share(&after));
    }
    if let Some(before) = &told.share_before {
        let _ = write!(out, ", {} before", share(before));
    }
    if let Some(change) = &told.share_change {
        let _ = write!(out, ", by {}", share(change));
    }
    if told.interest == entente_model::Interest::VotingRights {
        out.push_str(" in votes");
    }
    if let Some(seller) = &told.seller {
        let _ = write!(out, ", from {}", one(seller));
    }
    if let Some(amount) = &told.amount {
        let _ = write!(out, ", for {}", money(amount));
    }
}

fn strategy(out: &mut String, told: &Strategy) {
    let status = match told.status {
        StrategyStatus::Planned => "plans to",
        StrategyStatus::Underway => "is at work to",
        StrategyStatus::Completed => "has done what it planned, to",
        StrategyStatus::Abandoned => "has given up its plan to",
    };
    let other = told.action == StrategyAction::Other;
    let action = if other { "act".to_owned() } else { plain(told.action.name()) };
    let _ = write!(out, "{} {status} {action}", one(&told.actor));
    about(out, told.topic.as_deref(), &told.regions);
}

fn about(out: &mut String, topic: Option<&str>, regions: &[String]) {
    if let Some(topic) = topic {
        let _ = write!(out, ": {}", one_line(topic));
    }
    if !regions.is_empty() {
        let _ = write!(out, " ({})", regions.join(", "));
    }
}

/// "Nissan, Renault and an unnamed party".
pub(crate) fn all(parties: &[Party]) -> String {
    series(&parties.iter().map(one).collect::<Vec<_>>())
}

/// The same of names.
pub(crate) fn series(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "nobody".to_owned(),
    }
}

/// A name, or that there is none.
pub(crate) fn one(party: &Party) -> String {
    party.name().unwrap_or("an unnamed party").to_owned()
}

/// "up to 15%", "about 43.4%".
pub(crate) fn share(share: &Share) -> String {
    let percent = |percent: Percent| format!("{}%", percent.value());
    let bounds = match (share.exact(), share.minimum(), share.maximum()) {
        (Some(exact), ..) => percent(exact),
        (None, Some(least), Some(most)) => format!("{} to {}", percent(least), percent(most)),
        (None, Some(least), None) => format!("at least {}", percent(least)),
        (None, None, Some(most)) => format!("up to {}", percent(most)),
        (None, None, None) => "a share".to_owned(),
    };
    if share.approximate() { format!("about {bounds}") } else { bounds }
}

/// How sure, as a word.
pub(crate) fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Possible => "possible",
        Certainty::Probable => "probable",
        Certainty::Certain => "certain",
    }
}

/// "according to 2 unnamed sources".
pub(crate) fn source(source: &Source) -> String {
    let name = source.name.as_ref().map(one);
    let words =
        source.descriptor.as_deref().map(|words| format!(" ({})", one_line(words))).unwrap_or_default();
    let who = match (source.kind, name, source.count) {
        (_, Some(name), _) => name,
        (SourceKind::Anonymous, None, Some(1)) => "an unnamed source".to_owned(),
        (SourceKind::Anonymous, None, Some(count)) => format!("{count} unnamed sources"),
        (SourceKind::Anonymous, None, None) => "unnamed sources".to_owned(),
        (SourceKind::Author, None, _) => "the article".to_owned(),
        (SourceKind::Person, None, _) => "a person".to_owned(),
        (SourceKind::Organization, None, _) => "an organisation".to_owned(),
        (SourceKind::Media, None, _) => "another outlet".to_owned(),
        (SourceKind::Document, None, _) => "a document".to_owned(),
    };
    format!("according to {who}{words}")
}

/// A published name as words: `JOINT_VENTURE` is "joint venture".
pub(crate) fn plain(name: &str) -> String {
    name.to_lowercase().replace('_', " ")
}

/// "EUR 2,500,000.5".
pub(crate) fn money(amount: &Money) -> String {
    format!("{} {}", amount.currency, grouped(amount.value))
}

/// Thousands apart, for amounts that have many.
fn grouped(value: f64) -> String {
    let digits = value.to_string();
    let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        let _ = write!(out, ".{fraction}");
    }
    out
}

/// Quotes may run over lines; whoever reads wants one.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use entente_model::{Currency, Extractor, Interest, PartnershipKind, Timex};

    use super::*;

    fn event(assertion: Assertion) -> Event {
        Event {
            assertion,
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            source: Source::author(),
            time: None,
            expected: None,
            evidence: Vec::new(),
            arguments: Vec::new(),
            confidence: 1.0,
            rule: String::new(),
            extractor: Extractor { name: String::new(), version: String::new() },
        }
    }

    fn stake(action: StakeAction, status: StakeStatus) -> Stake {
        Stake {
            holders: vec!["Énéa".into()],
            target: "Boréal".into(),
            seller: None,
            action,
            status,
            share: None,
            share_before: None,
            share_change: None,
            interest: Interest::Shareholding,
            amount: None,
        }
    }

    #[test]
    fn stakes() {
        let up_to = Share::new(None, None, Some(15.0), false).ok();
        let amount = Money::new(2_500_000.5, Currency::new("EUR").unwrap()).ok();
        let planned = Stake {
            share: up_to,
            seller: Some("Sorel".into()),
            amount,
            ..stake(StakeAction::Acquire, StakeStatus::Planned)
        };
        assert_eq!(
            sentence(&event(Assertion::Stake(planned))),
            "Énéa plans to acquire up to 15% of Boréal, from Sorel, for EUR 2,500,000.5 [certain]"
        );
        let reduced = Stake {
            share: up_to,
            share_before: Share::new(Some(43.4), None, None, true).ok(),
            ..stake(StakeAction::Reduce, StakeStatus::Completed)
        };
        assert_eq!(
            sentence(&event(Assertion::Stake(reduced))),
            "Énéa reduced its stake in Boréal, up to 15% after it, about 43.4% before [certain]"
        );
    }

    #[test]
    fn mergers_are_of_many() {
        let merger = Stake {
            holders: vec!["Énéa".into(), "Sorel".into()],
            target: Party::Unnamed,
            ..stake(StakeAction::Merge, StakeStatus::Announced)
        };
        assert_eq!(sentence(&event(Assertion::Stake(merger))), "Énéa and Sorel are to merge [certain]");
    }

    #[test]
    fn what_is_denied_or_only_said_shows() {
        let partnership = Partnership {
            parties: vec!["Énéa".into(), Party::Unnamed],
            excluded: vec!["Boréal".into()],
            kind: PartnershipKind::JointVenture,
            status: PartnershipStatus::Sought,
            topic: Some("batteries".to_owned()),
            regions: vec!["Asie".to_owned()],
        };
        let mut event = event(Assertion::Partnership(partnership));
        event.polarity = Polarity::Negative;
        event.certainty = Certainty::Possible;
        event.source = Source { count: Some(2), ..Source::of(SourceKind::Anonymous) };
        event.expected = Timex::new("XXXX-SU").ok();
        assert_eq!(
            sentence(&event),
            "NOT SO: partnership (joint venture) of Énéa and an unnamed party is sought, without Boréal: batteries \
             (Asie) [possible, according to 2 unnamed sources, expected XXXX-SU]"
        );
    }

    #[test]
    fn plans() {
        let plan = Strategy {
            actor: "Énéa".into(),
            action: StrategyAction::Enter,
            status: StrategyStatus::Abandoned,
            topic: None,
            regions: Vec::new(),
        };
        assert_eq!(
            sentence(&event(Assertion::Strategy(plan))),
            "Énéa has given up its plan to enter [certain]"
        );
    }
}
