//! The same event told twice is one; one that contradicts itself is none.

use entente_model::{
    Assertion, Certainty, Diagnostic, DiagnosticCode, Event, Partnership, PartnershipKind, PartnershipStatus,
    Party, Role, SourceKind, Span, Stake, StakeAction, StakeStatus, StrategyAction,
};

/// Shorter words of a topic say little: articles and prepositions.
const LEAST_TOPIC: usize = 5;

/// So many of them tell no more than that something is cut.
const FEW_WORDS: usize = 2;

/// What became of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It stands: its place among those kept.
    Kept(usize),
    /// An earlier one tells the same: its place.
    Joined(usize),
    /// Another one tells it too, and more: its place, if that one is kept.
    Redundant(Option<usize>),
    /// It can't be, for this reason.
    Implausible(&'static str),
}

/// Joins events that tell the same, drops what can't be, and puts the rest in the order of the text. Tells what became of
/// each, in the order in which they came.
pub(crate) fn merge(events: Vec<Event>, diagnostics: &mut Vec<Diagnostic>) -> (Vec<Event>, Vec<Fate>) {
    let mut kept: Vec<Event> = Vec::new();
    let mut fates = Vec::with_capacity(events.len());
    for event in events {
        if let Some(reason) = implausible(&event) {
            diagnostics.push(Diagnostic {
                code: DiagnosticCode::Implausible,
                message: format!("{}: {reason}", event.rule),
                span: event.evidence.first().map(|evidence| evidence.span),
            });
            fates.push(Fate::Implausible(reason));
            continue;
        }
        if let Some(other) = kept.iter().position(|other| same(other, &event)) {
            join(&mut kept[other], event);
            fates.push(Fate::Joined(other));
        } else {
            fates.push(Fate::Kept(kept.len()));
            kept.push(event);
        }
    }
    keep_what_is_kept(&mut kept);
    quote_sources(&mut kept);
    let teller: Vec<Option<usize>> =
        kept.iter().map(|event| kept.iter().position(|other| told_by(event, other))).collect();
    let mut order: Vec<usize> = (0..kept.len()).filter(|&at| teller[at].is_none()).collect();
    order.sort_by_key(|&at| kept[at].evidence.iter().map(|evidence| evidence.span.start).min());
    let mut places = vec![None; kept.len()];
    for (place, &at) in order.iter().enumerate() {
        places[at] = Some(place);
    }
    for fate in &mut fates {
        if let Fate::Kept(at) | Fate::Joined(at) = *fate {
            *fate = match (places[at], *fate) {
                (Some(place), Fate::Kept(_)) => Fate::Kept(place),
                (Some(place), _) => Fate::Joined(place),
                (None, _) => Fate::Redundant(teller[at].and_then(|other| places[other])),
            };
        }
    }
    let mut kept: Vec<Option<Event>> = kept.into_iter().map(Some).collect();
    (order.into_iter().filter_map(|at| kept[at].take()).collect(), fates)
}

fn implausible(event: &Event) -> Option<&'static str> {
    match &event.assertion {
        Assertion::Partnership(p) => {
            let named: Vec<_> = p.parties.iter().filter(|party| party.name().is_some()).collect();
            (named.is_empty()).then_some("no party is named")
        }
        Assertion::Stake(s) => {
            (s.holders.contains(&s.target) && s.target.name().is_some() && s.action == StakeAction::Hold)
                .then_some("a holder holds itself")
        }
        Assertion::Strategy(_) | Assertion::Statement(_) => None,
    }
}

/// Two tellings of one event: the same parties and stage, from no two different sources, with figures that agree.
fn same(a: &Event, b: &Event) -> bool {
    if a.polarity != b.polarity || !sources_agree(a, b) && !is_cut_again(a, b) {
        return false;
    }
    match (&a.assertion, &b.assertion) {
        (Assertion::Partnership(x), Assertion::Partnership(y)) => {
            let kinds =
                x.kind == y.kind || x.kind == PartnershipKind::General || y.kind == PartnershipKind::General;
            // "un accord pour créer une coentreprise": one passage tells one deal.
            let shared = a.evidence.iter().any(|e| b.evidence.iter().any(|f| mostly_shared(e.span, f.span)));
            (kinds || shared) && same_stage(x.status, y.status) && same_set(&x.parties, &y.parties)
        }
        (Assertion::Stake(x), Assertion::Stake(y)) => {
            same_set(&x.holders, &y.holders)
                && x.target == y.target
                && x.action == y.action
                && x.interest == y.interest
                && (x.status == y.status)
                && shares_agree(x, y)
        }
        (Assertion::Strategy(x), Assertion::Strategy(y)) => {
            // "va investir 60 millions pour moderniser": one plan, however many verbs tell it.
            x.actor == y.actor
                && (a.evidence.iter().any(|e| b.evidence.iter().any(|f| mostly_shared(e.span, f.span)))
                    || x.action == y.action && x.status == y.status && is_retold(a, b)
                    || is_cut_again(a, b))
        }
        _ => false,
    }
}

/// A deal signed is then in force, and was planned before: told so beside each other, it is one.
fn same_stage(a: PartnershipStatus, b: PartnershipStatus) -> bool {
    use PartnershipStatus::{Active, Planned, Signed};
    let made = |status| matches!(status, Active | Planned | Signed);
    a == b || made(a) && made(b)
}

/// What the article says itself may be what a source says too; two different sources are two tellings.
fn sources_agree(a: &Event, b: &Event) -> bool {
    a.source.kind == b.source.kind
        || a.source.kind == SourceKind::Author
        || b.source.kind == SourceKind::Author
}

/// A plan of one organisation told again, in the title and below: it has a figure in common, or, where one of them gives none,
/// the words for what it is about.
fn is_retold(a: &Event, b: &Event) -> bool {
    let (left, right) = (figures(a), figures(b));
    if !left.is_empty() && !right.is_empty() {
        return left.iter().any(|figure| right.contains(figure));
    }
    let (left, right) = (topic_words(a), topic_words(b));
    // "Biotrel to restructure": a plan without a topic is whichever is told with one.
    if left.is_empty() || right.is_empty() {
        return true;
    }
    let shared = left.iter().filter(|word| right.contains(word)).count();
    shared >= 2 || shared == 1 && (left.len() == 1 || right.len() == 1)
}

/// "un plan d'économies", "le plan social", where the article tells more of what is cut: told in a word or two and without a
/// figure it is the same, whoever says so.
fn is_cut_again(a: &Event, b: &Event) -> bool {
    let (Assertion::Strategy(x), Assertion::Strategy(y)) = (&a.assertion, &b.assertion) else { return false };
    let cut = x.action == StrategyAction::Cut && y.action == StrategyAction::Cut && x.actor == y.actor;
    let stages = x.status == y.status && a.certainty == b.certainty;
    let bare = |event: &Event| figures(event).is_empty() && topic_words(event).len() <= FEW_WORDS;
    cut && stages && (bare(a) || bare(b))
}

/// The numbers of the evidence, as written but for what parts their thousands; years are none.
fn figures(event: &Event) -> Vec<String> {
    let mut found = Vec::new();
    for evidence in &event.evidence {
        for word in evidence.quote.split(|c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}') {
            let digits: String = word.chars().filter(char::is_ascii_digit).collect();
            let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            if word.starts_with(|c: char| c.is_ascii_digit()) && !year {
                found.push(digits);
            }
        }
    }
    found
}

/// The longer words of the topic.
fn topic_words(event: &Event) -> Vec<String> {
    let Assertion::Strategy(strategy) = &event.assertion else { return Vec::new() };
    let topic = strategy.topic.as_deref().unwrap_or_default();
    let words =
        topic.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= LEAST_TOPIC);
    let mut found: Vec<String> = words.map(entente_text::fold).collect();
    found.dedup();
    found
}

/// The first passage lies in the second.
fn within(a: Span, b: Span) -> bool {
    b.start <= a.start && a.end <= b.end
}

/// Half of the shorter passage lies in the other.
fn mostly_shared(a: Span, b: Span) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    shared * 2 >= a.len().min(b.len())
}

fn same_set<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.len() == b.len() && a.iter().all(|x| b.contains(x))
}

fn shares_agree(a: &Stake, b: &Stake) -> bool {
    let agree = |x: Option<entente_model::Share>, y: Option<entente_model::Share>| {
        x.is_none() || y.is_none() || x == y
    };
    agree(a.share, b.share)
        && agree(a.share_change, b.share_change)
        && (a.amount.is_none() || b.amount.is_none() || a.amount == b.amount)
}

/// The fuller telling stands; what it lacks comes from the other.
fn join(kept: &mut Event, other: Event) {
    // Of two verbs that tell one plan the first governs.
    let strategy = matches!(kept.assertion, Assertion::Strategy(_));
    let fuller = !strategy && weight(&other) > weight(kept);
    let apart = !kept.evidence.iter().any(|e| other.evidence.iter().any(|f| e.span.overlaps(f.span)));
    let (mut first, second) = if fuller { (other, kept.clone()) } else { (kept.clone(), other) };
    // A plan told again elsewhere: each passage carries a part of it.
    if strategy && apart {
        first.evidence.extend(second.evidence.iter().cloned());
    }
    // The article says it itself, and who says so elsewhere.
    if first.source.kind == SourceKind::Author && second.source.kind != SourceKind::Author {
        first.source = second.source.clone();
    }
    first.time = first.time.or(second.time);
    first.expected = first.expected.or(second.expected);
    first.confidence = first.confidence.max(second.confidence);
    if let (Assertion::Stake(a), Assertion::Stake(b)) = (&mut first.assertion, &second.assertion) {
        a.share = a.share.or(b.share);
        a.share_change = a.share_change.or(b.share_change);
        a.share_before = a.share_before.or(b.share_before);
        a.amount = a.amount.or(b.amount);
        a.seller = a.seller.clone().or_else(|| b.seller.clone());
    }
    if let (Assertion::Partnership(a), Assertion::Partnership(b)) = (&mut first.assertion, &second.assertion)
    {
        if a.kind == PartnershipKind::General || b.kind == PartnershipKind::JointVenture {
            a.kind = b.kind;
        }
        if b.status == PartnershipStatus::Signed {
            a.status = b.status;
        }
        for party in &b.excluded {
            if !a.excluded.contains(party) {
                a.excluded.push(party.clone());
            }
        }
    }
    *kept = first;
}

/// What stands in someone's quotation is what he says.
fn quote_sources(events: &mut [Event]) {
    let statements: Vec<(Event, String)> = events
        .iter()
        .filter_map(|event| match &event.assertion {
            Assertion::Statement(statement) => Some((event.clone(), statement.quote.clone())),
            _ => None,
        })
        .collect();
    for event in events.iter_mut().filter(|event| event.source.kind == SourceKind::Author) {
        let quoted = |(statement, quote): &&(Event, String)| {
            event.evidence.iter().any(|own| {
                let inside = statement
                    .evidence
                    .iter()
                    .any(|other| other.span.start <= own.span.start && own.span.end <= other.span.end);
                inside && quote.contains(own.quote.trim_end_matches(['"', '»', '”', ' ']))
            })
        };
        if !matches!(event.assertion, Assertion::Statement(_))
            && let Some((statement, _)) = statements.iter().find(quoted)
        {
            event.source = statement.source.clone();
            if matches!(event.source.kind, SourceKind::Anonymous | SourceKind::Media) {
                event.certainty = event.certainty.min(Certainty::Probable);
            }
        }
    }
}

/// "vend 30% de X et en détiendra 70%": who sells a part and will hold the rest acquires nothing.
fn keep_what_is_kept(events: &mut [Event]) {
    let sold: Vec<(Party, Party)> = events
        .iter()
        .filter_map(|event| match &event.assertion {
            Assertion::Stake(stake) => stake.seller.clone().map(|seller| (seller, stake.target.clone())),
            _ => None,
        })
        .collect();
    for event in events {
        if let Assertion::Stake(stake) = &mut event.assertion
            && stake.action == StakeAction::Acquire
            // ("bought X and later sold it": that is another story.)
            && (stake.status != StakeStatus::Completed || stake.share.is_some())
            && stake.holders.iter().any(|holder| sold.contains(&(holder.clone(), stake.target.clone())))
        {
            stake.action = StakeAction::Hold;
            stake.status = match stake.status {
                StakeStatus::Completed => StakeStatus::Held,
                StakeStatus::Negotiating | StakeStatus::Planned => StakeStatus::Planned,
                _ => StakeStatus::Announced,
            };
        }
    }
}

/// "la cession de sa filiale X": the sale tells whose X is; "X cherche un partenaire et s'allie à Y": who the partner is; "un
/// partenariat visant à lancer X": what it is for; a plant that its owner runs; an agreement on a sale.
fn told_by(event: &Event, other: &Event) -> bool {
    if let (Assertion::Strategy(plan), Assertion::Partnership(partnership)) =
        (&event.assertion, &other.assertion)
    {
        // ("Lors de la signature avec Y, X annonce ...": no more than whose plan it is do those two share.)
        let actor = event.arguments.iter().find(|argument| argument.role == Role::Actor).map(|a| a.span);
        let meet = |a: Span, b: Span| {
            let common = Span::new(a.start.max(b.start), a.end.min(b.end));
            a.overlaps(b) && !actor.is_some_and(|actor| within(common, actor))
        };
        // ("X a fermé A et noué un partenariat avec Y": a clause that ends before the partner is named tells another story.)
        let partner = other.arguments.iter().filter(|a| a.role == Role::Party && Some(a.span) != actor);
        let named = partner.map(|argument| argument.span.start).min();
        let ends_before = |a: Span| named.is_some_and(|named| a.end <= named);
        return partnership.parties.contains(&plan.actor)
            && !event.evidence.iter().all(|a| ends_before(a.span))
            && event.evidence.iter().any(|a| other.evidence.iter().any(|b| meet(a.span, b.span)));
    }
    if let (Assertion::Partnership(unnamed), Assertion::Partnership(named)) =
        (&event.assertion, &other.assertion)
    {
        let known = |parties: &[Party]| parties.iter().all(|party| party.name().is_some());
        let inside = unnamed.parties.iter().all(|p| p.name().is_none() || named.parties.contains(p));
        return !known(&unnamed.parties)
            && unnamed.status != PartnershipStatus::Sought
            && known(&named.parties)
            && inside
            && event.evidence.iter().any(|a| other.evidence.iter().any(|b| a.span.overlaps(b.span)));
    }
    // "l'usine appartiendra à X, qui l'exploitera": that its owner runs it is no plan besides.
    if let (Assertion::Strategy(plan), Assertion::Stake(stake)) = (&event.assertion, &other.assertion) {
        return stake.action == StakeAction::Hold
            && plan.action == StrategyAction::Develop
            && stake.holders.contains(&plan.actor)
            && event.evidence.iter().any(|a| other.evidence.iter().any(|b| within(a.span, b.span)));
    }
    if let (Assertion::Partnership(deal), Assertion::Stake(stake)) = (&event.assertion, &other.assertion) {
        return is_deal_of(deal, stake)
            && event.polarity == other.polarity
            && event.certainty <= other.certainty
            && event.evidence.iter().any(|a| other.evidence.iter().any(|b| a.span.overlaps(b.span)));
    }
    let (Assertion::Stake(holding), Assertion::Stake(change)) = (&event.assertion, &other.assertion) else {
        return false;
    };
    // "cession de X" in the headline, "cède X à Y" below: a sale whose buyer is named is that purchase.
    if holding.action == StakeAction::Dispose && change.action == StakeAction::Acquire {
        return holding.target == change.target
            && event.polarity == other.polarity
            && holding.holders.iter().any(|holder| change.seller.as_ref() == Some(holder));
    }
    // "a franchi le seuil de 5% et détient 4,8%": the change tells the holding that is left.
    let changes = matches!(change.action, StakeAction::Increase | StakeAction::Reduce);
    if changes && holding.action == StakeAction::Hold {
        return holding.target == change.target
            && holding.holders == change.holders
            && holding.share.is_some()
            && holding.share == change.share
            && event.evidence.iter().any(|a| other.evidence.iter().any(|b| a.span.overlaps(b.span)));
    }
    let gives = match change.action {
        StakeAction::Dispose => change.holders.clone(),
        StakeAction::Acquire => change.seller.iter().cloned().collect(),
        StakeAction::Hold | StakeAction::Increase | StakeAction::Reduce | StakeAction::Merge => Vec::new(),
    };
    // "filiale à 50-50 de A et B", "leur filiale": the fuller telling of one holding tells the other.
    let part = change.action == StakeAction::Hold
        && change.holders.len() > holding.holders.len()
        && holding.status == change.status
        && event.polarity == other.polarity
        && holding.holders.iter().all(|holder| change.holders.contains(holder));
    holding.action == StakeAction::Hold
        && holding.status == StakeStatus::Held
        && holding.share.is_none()
        && holding.target == change.target
        && (part || holding.holders.iter().all(|holder| gives.contains(holder)))
}

/// "un accord avec Y pour l'acquisition de X": an agreement of no other kind, between those who buy and sell, is the sale.
fn is_deal_of(deal: &Partnership, stake: &Stake) -> bool {
    let takes_part = |party: &Party| {
        stake.holders.contains(party) || stake.seller.as_ref() == Some(party) || stake.target == *party
    };
    deal.kind == PartnershipKind::General
        && matches!(
            deal.status,
            PartnershipStatus::Signed | PartnershipStatus::Negotiating | PartnershipStatus::Planned
        )
        && stake.action != StakeAction::Hold
        && stake.status != StakeStatus::Failed
        && deal.parties.iter().all(takes_part)
}

/// How much a telling says.
fn weight(event: &Event) -> usize {
    event.arguments.len() * 100 + event.evidence.iter().map(|evidence| evidence.span.len()).sum::<usize>()
}
