//! Where arguments stand, and what must hold of a match.

use crate::analysis::LemmaId;
use crate::discourse::Classes;

/// Where an argument stands, seen from the trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// Who does it: the active verb's subject, the passive's agent; a noun's possessor or agent, or the subject of the
    /// verb that carries the noun.
    Subject,
    /// To whom it is done: the active verb's object, the passive's subject; what follows a noun's "of".
    Object,
    /// Names joined to a noun: "the Renault-Nissan alliance".
    Compound,
    /// The owner told by a possessive or a genitive.
    Possessor,
    /// Names joined to the object: "formed the Renault-Nissan alliance".
    Members,
    /// What the noun itself is called: the name inside or beside its noun group, behind the noun where names may qualify it.
    Itself,
    /// What the noun is a predicate or an apposition of: "X, filiale de Y"; "X est une filiale de Y".
    Bearer,
    /// The company that the passage is about, where the clause names none.
    Spoken,
    /// The company that the passage is about, where the clause names another and no subject: "the contract with X".
    Beyond,
    /// What a trigger that is itself a preposition introduces: "in partnership with X".
    Complement,
    /// Names before a noun in its own group: "Renault subsidiary Dacia", "the Yahoo takeover".
    Modifier,
    /// The subject of the verb that carries a noun: "X rejected an offer".
    Carried,
    /// Whose the object is: "bought Y's unit X", "bought the plant of Y".
    Owner,
    /// With whom it is agreed or negotiated: "an agreement with X for the sale of Y".
    Counterpart,
    /// The organisation that says so: "X announced that 10% of its staff will be cut".
    Teller,
    /// The company that decides: the subject, its people and bodies seen through ("X's board", "the head of X"); of what is done to
    /// something, whose that is ("the closure of X's plant").
    Decider,
    /// The company that the passage is about, of whatever the trigger is said: "500 jobs will go".
    About,
    /// What this preposition introduces.
    After(LemmaId),
}

/// Where a word or figure may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Head of the subject.
    Subject,
    /// Head of the object.
    Object,
    /// A verb that the trigger governs: "chose X to supply Y".
    Dependent,
    /// Anywhere in the trigger's part of the clause.
    Clause,
    /// A verb or noun that governs the trigger.
    Governor,
    /// The noun group of the trigger.
    Group,
    /// Anywhere in the sentence.
    Sentence,
    /// The trigger itself.
    Trigger,
    /// The verb or noun that governs the trigger at once.
    Head,
}

/// What must, or must not, hold of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// A percent is told.
    Share,
    /// An amount of money is told.
    Amount,
    /// A figure of any sort is told.
    Figure,
    /// A date is told.
    Date,
    /// A country or another place is named.
    Place,
    /// The event has not happened: a plan, a future, a wish.
    Prospect,
    /// It has happened.
    Done,
    /// The trigger has an object.
    Object,
    /// The trigger is in the plural.
    Plural,
    /// The verb is passive.
    Passive,
    /// The verb is passive, or a past participle that says something of a noun.
    Participle,
    /// The trigger is a verb in a progressive form: it is being done.
    Progressive,
    /// The verb is reflexive.
    Reflexive,
    /// A company without a name is told behind "with" or signs: "a contract with a large carmaker".
    Stranger,
    /// The object is the actor's own shares: "ses actions", "2% de son capital", "a programme to buy back shares".
    OwnShares,
    /// A word of these classes stands there.
    Word(Scope, Classes),
}
