//! What a question asks, once it is read.

use std::fmt;

use entente_facts::EntityId;

/// The question as the program understood it. Its printed form is stable: `share(holder: Lactalis, target: Danone,
/// stage: planned, about: "yoghurt")`. What is not set is not printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What is asked for.
    pub ask: Ask,
    /// Who fills the first role of [`Ask::roles`]; empty where the question leaves it open.
    pub subject: Vec<Name>,
    /// Who fills the second role; empty where the question leaves it open.
    pub object: Vec<Name>,
    /// Which moment of it.
    pub stage: Stage,
    /// Only a figure told without "about" and without a bound.
    pub exact: bool,
    /// Only who comes first: "the main shareholder".
    pub main: bool,
    /// Further names that the event or its evidence must hold.
    pub with: Vec<Name>,
    /// Names that are not to be among the answers: "besides Nissan".
    pub except: Vec<Name>,
    /// Words that the event or its evidence must hold.
    pub about: Vec<Word>,
    /// Codes of places that the event must name, or a place in them.
    pub places: Vec<String>,
    /// Codes of places outside of which it must be: the event names another place, or says "abroad".
    pub outside: Vec<String>,
    /// When it took or takes effect.
    pub period: Option<Period>,
    /// How surely it must be told.
    pub told: Told,
    /// What the evidence must tell beside: a figure, a place.
    pub detail: Detail,
}

impl Plan {
    /// True when it names somebody, and everybody whom it names is known.
    pub(crate) fn knows_names(&self) -> bool {
        let mut names = [&self.subject, &self.object, &self.with].into_iter().flatten().peekable();
        self.ask == Ask::OutOfScope || names.peek().is_some() && names.all(Name::is_known)
    }
}

/// A name of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As the question has it.
    pub said: String,
    /// As it was read: the canonical name of the entity, or the words themselves when nobody is known by them.
    pub name: String,
    /// Whom it may stand for, best first; empty when nobody is known by it.
    pub entities: Vec<EntityId>,
    /// Others whom some article calls so for short: they are meant where nothing is told of `entities`.
    pub short_for: Vec<(EntityId, String)>,
    /// True where the name that it was read as is not the one that is written.
    pub guessed: bool,
}

impl Name {
    /// A name that nothing is told of.
    pub(crate) fn unknown(said: &str, name: &str) -> Self {
        Self {
            said: said.to_owned(),
            name: name.to_owned(),
            entities: Vec::new(),
            short_for: Vec::new(),
            guessed: false,
        }
    }

    /// The name read as the short form that it may be; none where it is nobody's.
    pub(crate) fn as_short_form(&self) -> Option<Self> {
        let (_, name) = self.short_for.first()?;
        let entities = self.short_for.iter().map(|(id, _)| *id).collect();
        Some(Self { entities, guessed: true, ..Self::unknown(&self.said, name) })
    }

    /// True when somebody is known by it.
    pub fn is_known(&self) -> bool {
        !self.entities.is_empty()
    }
}

/// A content word that no rule took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As the question has it.
    pub said: String,
    /// Lower case, without accents.
    pub folded: String,
}

/// When it took or takes effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// A year, a month or a day as a TIMEX3 value: `2019`, `2019-11`, `2019-11-05`.
    pub date: String,
    /// On which side of it.
    pub bound: Bound,
}

/// Declares the asks with their names and the labels of their two roles.
macro_rules! asks {
    ($($(#[$meta:meta])* $ask:ident = $name:literal ($subject:literal, $object:literal),)+) => {
        /// What is asked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Ask {
            $($(#[$meta])* $ask,)+
        }

        impl Ask {
            /// Every ask, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$ask,)+];

            /// The name that plans and rules use.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$ask => $name,)+
                }
            }

            /// What the two roles are called in plans; the second is empty where there is only one.
            pub const fn roles(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$ask => ($subject, $object),)+
                }
            }
        }
    };
}

asks! {
    /// Who works with one.
    Partners = "partners" ("of", "beside"),
    /// Yes or no: do they work together?
    Partnered = "partnered" ("of", "with"),
    /// Yes or no: does one look for a partner?
    Seeks = "seeks_partner" ("of", ""),
    /// Yes or no: does one take part in the partnership, or the search for one, of another?
    Involved = "involved" ("who", "of"),
    /// Who talks with one, of a partnership or of a deal.
    Talks = "talks" ("of", "about"),
    /// Yes or no: do they talk?
    Talking = "talking" ("of", "with"),
    /// Who no longer works with one, or did not come to.
    Broken = "broken" ("of", "with"),
    /// Yes or no: is their agreement signed?
    Signed = "signed" ("of", "with"),
    /// When their agreement is expected, or was made.
    Agreement = "agreement_date" ("of", "with"),
    /// What percent one holds of another.
    Share = "share" ("holder", "target"),
    /// Who holds it.
    Holders = "holders" ("of", ""),
    /// What one holds.
    Holdings = "holdings" ("of", ""),
    /// Yes or no: does one hold the other?
    Owns = "owns" ("holder", "target"),
    /// Who bought it.
    Buyers = "buyers" ("of", "from"),
    /// What one bought.
    Purchases = "purchases" ("of", ""),
    /// Yes or no: did or will one buy the other?
    Buys = "buys" ("buyer", "target"),
    /// Who might buy it, or wanted to.
    Bidders = "bidders" ("of", "against"),
    /// Who sold it.
    Sellers = "sellers" ("of", "to"),
    /// What one sold.
    Sales = "sales" ("of", "to"),
    /// Yes or no: did or will one sell the other?
    Sells = "sells" ("seller", "target"),
    /// Yes or no: is the deal closed?
    Closed = "deal_closed" ("of", "by"),
    /// What was paid or offered.
    Price = "price" ("target", "buyer"),
    /// When it was bought or sold, or is to be.
    DealDate = "deal_date" ("target", "buyer"),
    /// What one plans.
    Plans = "plans" ("of", ""),
    /// What one plans, does or has done.
    Acts = "acts" ("of", ""),
    /// Yes or no: will one do it?
    Does = "does" ("who", ""),
    /// What one refuses or has dropped.
    Refusals = "refusals" ("of", ""),
    /// When one does it.
    PlanDate = "plan_date" ("of", ""),
    /// Yes or no: does one rule it out, or has one dropped it?
    Refuses = "refuses" ("who", "of"),
    /// What one said.
    Says = "says" ("who", "of"),
    /// Who denied it.
    Deniers = "deniers" ("of", "with"),
    /// Who says that they work together, talk, buy or sell.
    Sources = "sources" ("of", "with"),
    /// Who merges with one, or merged into it.
    Mergers = "mergers" ("of", "with"),
    /// What is new of one since a date.
    Changes = "changes" ("of", ""),
    /// The partners, stakes and plans of several, side by side.
    Compare = "compare" ("of", ""),
    /// Something that is not read for.
    OutOfScope = "out_of_scope" ("", ""),
}

impl Ask {
    /// True where the answer is yes or no.
    pub const fn is_yes_no(self) -> bool {
        matches!(
            self,
            Self::Partnered
                | Self::Seeks
                | Self::Involved
                | Self::Talking
                | Self::Signed
                | Self::Owns
                | Self::Buys
                | Self::Sells
                | Self::Closed
                | Self::Does
                | Self::Refuses
        )
    }

    /// True where a deal on one thing is asked for.
    pub(crate) const fn is_deal(self) -> bool {
        matches!(
            self,
            Self::Buyers | Self::Sellers | Self::Bidders | Self::Price | Self::DealDate | Self::Closed
        )
    }

    /// True where the answer is a list of organisations or people whose sort the question presupposes ("which carmaker
    /// ...").
    pub(crate) const fn is_of_bodies(self) -> bool {
        matches!(
            self,
            Self::Partners
                | Self::Talks
                | Self::Broken
                | Self::Holders
                | Self::Buyers
                | Self::Bidders
                | Self::Sellers
                | Self::Mergers
                | Self::Deniers
                | Self::Sources
        )
    }
}

/// Declares a choice whose first value is the default, with the names that plans and rules use.
macro_rules! choices {
    ($($(#[$meta:meta])* $choice:ident { $(#[$first_meta:meta])* $first:ident = $first_name:literal,
        $($(#[$value_meta:meta])* $value:ident = $name:literal,)+ })+) => {
        $($(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum $choice {
            $(#[$first_meta])*
            #[default]
            $first,
            $($(#[$value_meta])* $value,)+
        }

        impl $choice {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[Self::$first, $(Self::$value,)+];

            /// The name that plans and rules use.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::$first => $first_name,
                    $(Self::$value => $name,)+
                }
            }
        })+
    };
}

choices! {
    /// Which moment of it is asked for.
    Stage {
        /// The question does not tell: what holds.
        Any = "any",
        /// What holds now, expressly.
        Now = "now",
        /// What is intended, agreed or to come.
        Planned = "planned",
        /// What held once.
        Past = "past",
    }
    /// On which side of a date.
    Bound {
        /// At the date, or a part of it.
        Within = "in",
        /// At the date or later.
        Since = "since",
        /// At the date or earlier.
        Until = "until",
    }
    /// How surely it must be told.
    Told {
        /// The question does not tell: as surely as what is asked for needs.
        Any = "any",
        /// As certain, by the article itself, by an organisation, a person or a document that it names; by another outlet or by
        /// unnamed sources only where these take part.
        Confirmed = "confirmed",
        /// Be it as a mere possibility: "might".
        Possible = "possible",
        /// As reported by others or as a possibility, and not as certain.
        Rumoured = "rumoured",
        /// That it is not so.
        Denied = "denied",
    }
    /// What the evidence must tell beside.
    Detail {
        /// Nothing.
        Any = "any",
        /// A figure: "how many".
        Figure = "figure",
        /// A place: "where".
        Place = "place",
        /// How much: a figure, of money where money is told.
        Amount = "amount",
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bound {
            Bound::Within => write!(f, "{}", self.date),
            Bound::Since => write!(f, "{}..", self.date),
            Bound::Until => write!(f, "..{}", self.date),
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |names: &[Name]| names.iter().map(|n| n.name.as_str()).collect::<Vec<_>>().join(" + ");
        let (subject, object) = self.ask.roles();
        let mut parts = Vec::new();
        for (label, filled) in
            [(subject, &self.subject), (object, &self.object), ("with", &self.with), ("except", &self.except)]
        {
            if !filled.is_empty() {
                parts.push(format!("{label}: {}", names(filled)));
            }
        }
        if self.stage != Stage::Any {
            parts.push(format!("stage: {}", self.stage.name()));
        }
        for (flag, set) in [("exact", self.exact), ("main", self.main)] {
            if set {
                parts.push(flag.to_owned());
            }
        }
        if !self.about.is_empty() {
            let words: Vec<&str> = self.about.iter().map(|word| word.folded.as_str()).collect();
            parts.push(format!("about: {:?}", words.join(" ")));
        }
        if !self.places.is_empty() {
            parts.push(format!("in: {}", self.places.join(" + ")));
        }
        if !self.outside.is_empty() {
            parts.push(format!("outside: {}", self.outside.join(" + ")));
        }
        if let Some(period) = &self.period {
            parts.push(format!("when: {period}"));
        }
        if self.told != Told::Any {
            parts.push(format!("told: {}", self.told.name()));
        }
        if self.detail != Detail::Any {
            parts.push(format!("detail: {}", self.detail.name()));
        }
        write!(f, "{}({})", self.ask.name(), parts.join(", "))
    }
}
