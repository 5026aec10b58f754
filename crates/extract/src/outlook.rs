//! How far something has come, whether it is so, and how sure that is: read from the trigger's verb and what governs it.

mod doubt;
mod refuted;
mod words;

use entente_lang::{Classes, Tense};
use entente_model::{Certainty, PartnershipStatus, Polarity, StakeStatus, StrategyStatus};

use crate::argument::Arguments;
use crate::clause::Governor;
use crate::group::Kind;
use crate::verb::Verb;

/// How far something has come, as the words say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aspect {
    /// Nothing is said: a noun without a verb.
    Untold,
    /// Told in the present.
    Present,
    /// It happened.
    Done,
    /// It goes on.
    Continuing,
    /// It has begun.
    Begun,
    /// It will happen.
    Future,
    /// It is intended.
    Planned,
    /// It is looked for.
    Sought,
    /// Talks go on.
    Negotiating,
    /// It was agreed, signed, announced.
    Agreed,
    /// It was offered, and not yet answered.
    Offered,
    /// It was agreed, and its completion lies ahead.
    Closing,
    /// It is being changed.
    Amended,
    /// It is over.
    Ended,
    /// It came to nothing.
    Failed,
}

/// What the words around a trigger say of its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outlook {
    pub(crate) aspect: Aspect,
    pub(crate) polarity: Polarity,
    /// At most this sure.
    pub(crate) certainty: Certainty,
    /// It was so once: "ancien", "former".
    pub(crate) former: bool,
    /// It came to be so: "est devenu actionnaire".
    pub(crate) becomes: bool,
    /// Others say so, whoever they are: "reportedly".
    pub(crate) hearsay: bool,
}

impl Outlook {
    /// Reads the words around a trigger. `reported` tells that the clause is the content of a verb of saying: there a
    /// conditional is a future seen from the past, elsewhere hearsay.
    pub(crate) fn read(arguments: &Arguments<'_, '_>, reported: bool) -> Self {
        let mut reader = Reader {
            arguments,
            reported,
            aspect: Aspect::Untold,
            negations: 0,
            certainty: Certainty::Certain,
            concluding: false,
            makers: 0,
            nearest: true,
            idle: false,
        };
        let clauses = arguments.clauses();
        let trigger = arguments.trigger;
        let own = arguments.group_classes(trigger.group);
        reader.negations += u32::from(trigger.verb.is_none() && arguments.is_negated(trigger.group));
        let class = |name: &str| arguments.scene.lang.discourse().class(name);
        if let Some(verb) = trigger.verb {
            reader.verb(&clauses.verbs[verb], false);
        }
        if trigger.verb.is_none() {
            reader.participles();
            reader.introduced(trigger.group);
        } else if trigger.verb.is_some_and(|verb| clauses.verbs[verb].tense == Tense::PresentParticiple) {
            // "after buying X".
            reader.introduced(trigger.group);
        }
        reader.negations += u32::from(arguments.is_negated_purpose()) + u32::from(arguments.is_refuted());
        arguments.aspect_of_foremost().into_iter().for_each(|aspect| reader.tell(aspect));
        let governors = arguments.governors();
        for (place, governor) in governors.iter().enumerate() {
            match *governor {
                // "asked the court to block the sale": that it is blocked nobody says.
                Governor::Verb(verb) if reader.is_wished(verb, governors.get(place + 1)) => break,
                Governor::Verb(verb) => {
                    let verb = &clauses.verbs[verb];
                    reader.verb(verb, true);
                    reader.makers +=
                        u32::from(matches!(verb.tense, Tense::PresentParticiple | Tense::Infinitive));
                }
                Governor::Noun(noun) => {
                    reader.negations += u32::from(arguments.is_negated(noun));
                    reader.noun(arguments.classes_of(noun).with(arguments.group_classes(noun)));
                    reader.completion(noun, &governors[place + 1..]);
                    reader.introduced(noun);
                }
            }
            reader.nearest = false;
        }
        if arguments.is_supposed() {
            reader.aspect = Aspect::Planned;
            reader.certainty = reader.certainty.min(Certainty::Possible);
        }
        if arguments.is_asked() {
            reader.certainty = reader.certainty.min(Certainty::Possible);
            reader.aspect = Aspect::Planned;
        }
        reader.negations += u32::from(arguments.is_avoided()) + u32::from(arguments.has_negated_object());
        // ("a démenti les rumeurs de rachat": who denies them does so for sure.)
        let denied = arguments.is_denied();
        let hearsay = arguments.is_hearsay() && !denied;
        reader.certainty = if denied { Certainty::Certain } else { reader.certainty };
        if hearsay {
            reader.certainty = reader.certainty.min(Certainty::Probable);
        }
        if matches!(reader.aspect, Aspect::Untold | Aspect::Present) && own.any(class("prospective"))
            || reader.aspect == Aspect::Done && arguments.is_only_proposed()
        {
            reader.aspect = Aspect::Planned;
        }
        // "en négociations en vue d'une cession éventuelle": that they talk is certain.
        let doubted = own.any(class("maybe")) || arguments.is_feared() && !denied;
        if doubted && reader.aspect != Aspect::Negotiating {
            reader.certainty = reader.certainty.min(Certainty::Possible);
        }
        if trigger.verb.is_none() && arguments.classes_of(trigger.group).any(class("propose")) {
            // "made a bid": made it is, done it is not.
            use Aspect::{Begun, Continuing, Done, Present, Untold};
            if matches!(reader.aspect, Begun | Continuing | Done | Present | Untold) {
                reader.aspect = Aspect::Offered;
            }
        }
        if trigger.verb.is_none() && arguments.classes_of(trigger.group).any(class("negotiate")) {
            // "merger talks": as far as talks, whatever carries them.
            use Aspect::{Agreed, Begun, Continuing, Done, Present, Untold};
            if matches!(reader.aspect, Agreed | Begun | Continuing | Done | Present | Untold) {
                reader.aspect = Aspect::Negotiating;
            }
        }
        // "a rompu les discussions": talks that end have come to nothing.
        if reader.aspect == Aspect::Ended && arguments.classes_of(trigger.group).any(class("negotiate")) {
            reader.aspect = Aspect::Failed;
        }
        let polarity = if reader.negations % 2 == 1 { Polarity::Negative } else { Polarity::Positive };
        Self {
            aspect: reader.aspect,
            polarity,
            certainty: reader.certainty,
            former: own.with(arguments.adverbs_before(trigger.group)).any(class("former")),
            becomes: false,
            hearsay,
        }
    }

    /// It has not happened.
    pub(crate) fn is_prospect(self) -> bool {
        matches!(
            self.aspect,
            Aspect::Future
                | Aspect::Planned
                | Aspect::Sought
                | Aspect::Negotiating
                | Aspect::Agreed
                | Aspect::Offered
                | Aspect::Closing
        )
    }

    /// Status of a partnership. A `state` is one that lasts ("works with"), else it is an act ("teams up with").
    /// A bare mention of an `act` ("the contract with X") is of one signed.
    pub(crate) fn of_partnership(self, state: bool, act: bool) -> PartnershipStatus {
        match self.aspect {
            Aspect::Untold if act => PartnershipStatus::Signed,
            Aspect::Untold | Aspect::Continuing | Aspect::Begun => PartnershipStatus::Active,
            Aspect::Present | Aspect::Done if state => PartnershipStatus::Active,
            Aspect::Present | Aspect::Done | Aspect::Agreed => PartnershipStatus::Signed,
            Aspect::Future | Aspect::Planned | Aspect::Offered => PartnershipStatus::Planned,
            Aspect::Sought => PartnershipStatus::Sought,
            Aspect::Negotiating | Aspect::Closing => PartnershipStatus::Negotiating,
            Aspect::Amended => PartnershipStatus::Renegotiating,
            Aspect::Ended => PartnershipStatus::Ended,
            Aspect::Failed => PartnershipStatus::Failed,
        }
    }

    /// Status of a change of holdings.
    pub(crate) fn of_change(self) -> StakeStatus {
        match self.aspect {
            Aspect::Done | Aspect::Continuing => StakeStatus::Completed,
            Aspect::Begun
            | Aspect::Present
            | Aspect::Future
            | Aspect::Agreed
            | Aspect::Offered
            | Aspect::Closing
            | Aspect::Untold => StakeStatus::Announced,
            Aspect::Planned | Aspect::Sought | Aspect::Amended => StakeStatus::Planned,
            Aspect::Negotiating => StakeStatus::Negotiating,
            Aspect::Ended | Aspect::Failed => StakeStatus::Failed,
        }
    }

    /// Status of a holding told as a state.
    pub(crate) fn of_holding(self) -> StakeStatus {
        if self.former {
            return StakeStatus::Former;
        }
        match self.aspect {
            Aspect::Future | Aspect::Agreed | Aspect::Closing => StakeStatus::Announced,
            Aspect::Planned | Aspect::Sought | Aspect::Negotiating | Aspect::Offered | Aspect::Amended => {
                StakeStatus::Planned
            }
            Aspect::Ended | Aspect::Failed => StakeStatus::Former,
            Aspect::Untold | Aspect::Present | Aspect::Done | Aspect::Continuing | Aspect::Begun => {
                StakeStatus::Held
            }
        }
    }

    /// Status of a strategy.
    pub(crate) fn of_strategy(self) -> StrategyStatus {
        match self.aspect {
            Aspect::Done => StrategyStatus::Completed,
            Aspect::Present | Aspect::Continuing | Aspect::Begun | Aspect::Amended => {
                StrategyStatus::Underway
            }
            Aspect::Ended | Aspect::Failed => StrategyStatus::Abandoned,
            Aspect::Untold
            | Aspect::Future
            | Aspect::Planned
            | Aspect::Sought
            | Aspect::Negotiating
            | Aspect::Offered
            | Aspect::Closing
            | Aspect::Agreed => StrategyStatus::Planned,
        }
    }
}

#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
struct Reader<'a, 'b, 's> {
    arguments: &'a Arguments<'b, 's>,
    reported: bool,
    aspect: Aspect,
    negations: u32,
    certainty: Certainty,
    /// An agreement is to be signed, by what governs it.
    concluding: bool,
    /// How many verbs that make the offer stand between it and what is read: "ruled out making a bid".
    makers: u32,
    /// What is read governs the trigger at once: "has a deal" is no obligation, "has to sign a deal" is.
    nearest: bool,
    /// A verb that means nothing here stands between: "flew in to defend the merger".
    idle: bool,
}

impl Reader<'_, '_, '_> {
    fn class(&self, name: &str) -> Classes {
        self.arguments.scene.lang.discourse().class(name)
    }

    /// The nearest word that tells how far it has come decides; what is dropped or over is so, however far it had come.
    fn tell(&mut self, aspect: Aspect) {
        use Aspect::{
            Agreed, Closing, Ended, Failed, Future, Negotiating, Offered, Planned, Present, Sought, Untold,
        };
        match (self.aspect, aspect) {
            (Untold | Present, _) => self.aspect = aspect,
            (Agreed | Closing | Future | Negotiating | Offered | Planned | Sought, Failed)
            | (Closing | Future | Negotiating | Planned | Sought, Ended) => self.aspect = Failed,
            (Agreed, Ended) => self.aspect = Ended,
            _ => {}
        }
    }

    /// The preposition before a noun: "après le rachat de X" tells that it was bought, "en cas de rachat" that it may be.
    fn introduced(&mut self, noun: usize) {
        let clauses = self.arguments.clauses();
        let first = clauses.coordinated_left(noun, &self.arguments.scene.tags)[0];
        let Some(before) = first.checked_sub(1).map(|at| &clauses.groups[at]) else { return };
        if !matches!(before.kind, Kind::Preposition | Kind::Adverb) {
            return;
        }
        let classes = self.arguments.scene.classes(before.head);
        if classes.any(self.class("after")) {
            self.tell(self.since(noun));
        } else if classes.any(self.class("toward")) {
            self.tell(Aspect::Planned);
        } else if classes.any(self.class("if")) {
            self.tell(Aspect::Planned);
            self.certainty = self.certainty.min(Certainty::Possible);
        }
    }

    fn verb(&mut self, verb: &Verb, governs: bool) {
        let classes = self.arguments.scene.lang.discourse().of(verb.lemma);
        let past = verb.is_past();
        // "n'a pas encore signé" comes before what signing would say.
        if verb.not_yet {
            self.tell(Aspect::Negotiating);
        }
        if governs {
            self.governing(classes, past, verb);
        } else if classes.any(self.class("continue"))
            && !matches!(verb.tense, Tense::Future | Tense::Conditional | Tense::Infinitive)
        {
            self.tell(Aspect::Continuing);
        }
        if verb.ceased && !governs {
            self.tell(Aspect::Ended);
        } else if governs && verb.negated && self.lapses(classes) {
            self.aspect = Aspect::Ended;
        } else if verb.negated && !verb.not_yet {
            self.negations += 1;
        }
        // The tense of a verb that means nothing here says nothing of a noun: "l'alliance X-Y bat de l'aile".
        // Nor does what one has or runs: "operates a venture with".
        let runs = classes.any(self.class("obliged").with(self.class("works"))) && self.nearest;
        // ("welcomed the takeover": what others think of it.)
        let judges = classes.any(self.class("reject"));
        let noun = self.arguments.trigger.verb.is_none();
        let idle = noun && governs && (self.idle || classes.is_empty() || runs || judges);
        // ("flew in to defend the merger": that they flew in says nothing of it.)
        self.idle = idle || noun && self.is_idle_purpose(verb, governs);
        // "s'est dit prêt à racheter", "was going to buy": only who succeeds in doing has done.
        let open = governs && self.is_infinitive() && self.aspect == Aspect::Untold;
        let purpose = governs && self.is_purpose() && self.aspect == Aspect::Untold;
        match verb.tense {
            Tense::Future => self.tell(Aspect::Future),
            Tense::Conditional => self.conditional(classes, governs, verb.perfect),
            _ if idle => {}
            // "a démenti un rapprochement": that there was to be one.
            _ if past && governs && noun && classes.any(self.class("deny")) => self.tell(Aspect::Planned),
            _ if past && open && !classes.any(self.class("achieve")) => self.tell(Aspect::Planned),
            _ if past && purpose && !classes.any(self.class("achieve")) => {}
            _ if past && purpose && verb.progressive => self.tell(Aspect::Planned),
            _ if past => self.tell(if verb.is_lasting() { Aspect::Present } else { Aspect::Done }),
            tense if tense.is_finite() => self.tell(Aspect::Present),
            _ => {}
        }
    }

    fn conditional(&mut self, classes: Classes, governs: bool, perfect: bool) {
        if governs && classes.any(self.class("possible").with(self.class("obliged"))) {
            return;
        }
        let hearsay = self.arguments.scene.lang.discourse().is_conditional_hearsay();
        if (perfect || self.arguments.is_conditioned()) && !hearsay {
            // "would have bought", "would buy if": it has not.
            self.certainty = self.certainty.min(Certainty::Possible);
            self.tell(Aspect::Planned);
        } else if self.reported || !hearsay {
            self.tell(Aspect::Future);
        } else {
            self.certainty = self.certainty.min(Certainty::Possible);
            self.tell(Aspect::Planned);
        }
    }

    /// A verb that governs the trigger says how far it has come.
    fn governing(&mut self, classes: Classes, past: bool, verb: &Verb) {
        let announces = classes.any(self.class("announce"));
        let is = |name: &str| classes.any(self.class(name));
        // "a pu racheter": who could has done.
        let aspect = if is("possible") && verb.perfect && verb.tense != Tense::Conditional {
            None
        } else if is("possible") {
            self.certainty = self.certainty.min(Certainty::Possible);
            Some(Aspect::Planned)
        } else if is("seem") {
            self.certainty = self.certainty.min(Certainty::Probable);
            Some(Aspect::Planned)
        } else if is("obliged") && !(self.nearest && self.arguments.trigger.verb.is_none()) {
            if verb.tense == Tense::Conditional {
                self.certainty = self.certainty.min(Certainty::Probable);
            }
            Some(Aspect::Planned)
        } else if is("consider") {
            self.certainty = self.certainty.min(Certainty::Possible);
            Some(Aspect::Planned)
        } else if is("attempt") && past && !verb.progressive {
            // "had tried to buy": who did is told otherwise.
            Some(Aspect::Failed)
        } else if is("expect") {
            self.negations += u32::from(is("refuse"));
            // That it closes is what is expected: "expects to complete the purchase", "the sale is expected to close".
            if self.aspect != Aspect::Closing && !self.closes(verb) {
                self.certainty = self.certainty.min(Certainty::Probable);
            }
            Some(if self.closes(verb) { Aspect::Closing } else { Aspect::Planned })
        } else if is("refuse") && self.aspect == Aspect::Offered && self.makers == 0 {
            // "a refusé l'offre de rachat": an offer that comes to nothing.
            Some(Aspect::Failed)
        } else if is("refuse") {
            self.negations += 1;
            if self.aspect == Aspect::Offered {
                // "has ruled out making an offer": it is not made.
                self.aspect = Aspect::Planned;
            }
            // "n'exclut pas de racheter" says that it may.
            if verb.negated {
                self.certainty = self.certainty.min(Certainty::Possible);
            }
            Some(Aspect::Planned)
        } else if is("fail") {
            Some(Aspect::Failed)
        } else if is("plan") {
            Some(Aspect::Planned)
        } else if is("seek") {
            Some(Aspect::Sought)
        } else if is("negotiate") {
            Some(Aspect::Negotiating)
        } else if is("complete") {
            // "est finalisée": what stands completed is done.
            let stands = verb.passive && verb.tense == Tense::Present;
            Some(if past || stands { Aspect::Done } else { Aspect::Closing })
        } else if is("amend") {
            Some(Aspect::Amended)
        } else if is("end") {
            Some(Aspect::Ended)
        } else if is("continue") {
            Some(Aspect::Continuing)
        } else if is("begin") {
            Some(Aspect::Begun)
        } else if is("agree") || is("announce") {
            Some(Aspect::Agreed)
        } else if is("propose") {
            Some(Aspect::Offered)
        } else if is("recent") {
            Some(Aspect::Done)
        } else if is("near") || self.is_to_be(verb) {
            Some(Aspect::Future)
        } else {
            None
        };
        // "a négocié", "signe": a sign that is itself only planned leaves the deal planned.
        let prospective = matches!(verb.tense, Tense::Future | Tense::Infinitive);
        match aspect {
            // ("pour annoncer leur partenariat": what is to be announced is made.)
            Some(Aspect::Agreed) if prospective && !announces => self.concluding = true,
            // "s'efforce de conclure": who tries to sign is talking.
            Some(Aspect::Sought) if self.concluding => self.tell(Aspect::Negotiating),
            Some(aspect) => self.tell(aspect),
            None => {}
        }
    }

    fn noun(&mut self, classes: Classes) {
        let is = |name: &str| classes.any(self.class(name));
        let aspect = if is("amend") {
            Some(Aspect::Amended)
        } else if is("fail") {
            Some(Aspect::Failed)
        } else if is("end") {
            Some(Aspect::Ended)
        } else if is("negotiate") {
            Some(Aspect::Negotiating)
        } else if is("seek") {
            Some(Aspect::Sought)
        } else if is("propose") {
            Some(Aspect::Offered)
        } else if is("plan") || is("prospective") {
            Some(Aspect::Planned)
        } else if is("agree") {
            Some(Aspect::Agreed)
        } else if is("continue") {
            Some(Aspect::Continuing)
        } else if is("complete") {
            Some(Aspect::Done)
        } else {
            None
        };
        if is("maybe") || is("rumour") {
            self.certainty = self.certainty.min(Certainty::Possible);
        }
        if let Some(aspect) = aspect {
            self.tell(aspect);
        }
    }
}
