//! What a noun group stands for, seen through holdings, lists of examples and appositions.

use super::{Arguments, Filler, MOST_STEPS};
use crate::dimension::{Value, Wording};
use crate::group::Group;
use crate::group::Kind;
use crate::reference::Mention;
use crate::tag::Class;
use entente_lang::{Determiner, Number, Pos};

impl Arguments<'_, '_> {
    /// Who or what a noun group stands for, seen through holdings and lists of examples.
    pub(crate) fn fillers(&self, at: usize, assets: bool) -> Vec<Filler> {
        self.seen_through(at, assets, 0)
    }

    pub(super) fn seen_through(&self, at: usize, assets: bool, depth: usize) -> Vec<Filler> {
        let group = self.group(at);
        if group.masked || depth > MOST_STEPS {
            return Vec::new();
        }
        // "Madrian, le groupe contrôlé par X": no one spoken of before, but who stands right before the comma.
        if self.scene.names_in(group).is_empty()
            && let Some(described) = self.apposed_to(at)
        {
            return self.seen_through(described, assets, depth + 1);
        }
        // "60% of the combined company": what a merger will make is none of those named before.
        if self.is_yet_to_be(group) {
            return vec![self.filler(None, at, self.span(group))];
        }
        if let Some(based) = self.based_there(at) {
            return self.seen_through(based, assets, depth + 1);
        }
        // "owned by the Icelandic bank, X,": the name between commas says which.
        if group.determiner(&self.scene.tags) == Some(Determiner::Definite)
            && group.number(&self.scene.tags) != Some(Number::Plural)
            && self.scene.names_in(group).is_empty()
            && let Some(named) = self.apposed(at)
        {
            return self.seen_through(named, assets, depth + 1);
        }
        if let Some(mention) = self.scene.mention(self.trigger.sentence, at)
            && !(assets && (self.only_qualified(at) || self.are_assets(at)))
        {
            return self.mentioned(at, mention);
        }
        // "la famille X": who holds or decides is called so, and is not the company X.
        let house = self.scene.lang.discourse().is_head_first()
            && !self.scene.names_in(group).is_empty()
            && !self.scene.tags[group.head].is_name()
            && self.classes_of(at).any(self.class("holder-body"));
        if house && !assets && self.scene.descriptor_of(group).is_none() {
            return vec![Filler { described: true, ..self.filler(None, at, self.bare_span(group)) }];
        }
        // "a group led by X": who leads it acts for it.
        if let Some(leader) = self.leader(at) {
            return self.seen_through(leader, assets, depth + 1);
        }
        if let Some(named) = self.apposed(at) {
            return self.seen_through(named, assets, depth + 1);
        }
        let examples = self.examples(at);
        if !examples.is_empty() {
            return examples;
        }
        let classes = self.classes_of(at);
        if classes.any(self.class("organ")) {
            return self.governed_body(at, assets, depth);
        }
        let percent =
            self.scene.dimensions_in(&group.tokens).iter().any(crate::dimension::Dimension::is_percent);
        // "all of the shares of X", "many of the X stores".
        let some = self.scene.tags[group.head].is(Pos::Determiner(Determiner::Quantifier));
        if some && let Some(next) = self.complement(at) {
            return self.seen_through(next, assets, depth + 1);
        }
        if percent || classes.any(self.class("holding")) || classes.any(self.class("transparent")) {
            return self.held_of(at, assets, depth, percent);
        }
        if let Some(named) = self.called(at) {
            return self.fillers(named, false);
        }
        let own = group.determiner(&self.scene.tags) == Some(Determiner::Possessive);
        // (A subsidiary of X is another company than X.)
        let company = self.scene.is_relation(group, entente_lang::Relation::Subsidiary);
        if !assets && !company && classes.any(self.class("sites")) {
            return self.operator(at, depth);
        }
        if assets && (classes.any(self.class("asset")) || own && classes.any(self.class("owned-asset"))) {
            return self.asset(at, own).into_iter().collect();
        }
        Vec::new()
    }

    /// What a holding, a percent or a part is of.
    fn held_of(&self, at: usize, assets: bool, depth: usize, percent: bool) -> Vec<Filler> {
        let group = self.group(at);
        let classes = self.classes_of(at);
        if let Some(next) = self.complement(at) {
            // "stakes in A and B", "control of A, B and C".
            let mut members = self.clauses().coordinated_right(next, &self.scene.tags);
            // ("holds 10% of A and B sells": what begins the next clause is held by no one here.)
            let window = self.window();
            members.retain(|&member| !window.contains(&next) || window.contains(&member));
            let found: Vec<Filler> =
                members.into_iter().flat_map(|member| self.seen_through(member, assets, depth + 1)).collect();
            // ("its Caldora stake of 300,000 shares": how many there are leaves whose they are to the name.)
            if !found.is_empty() || self.scene.names_in(group).is_empty() {
                return found;
            }
        }
        // "all of Merzac's shares".
        if at > 0 && self.scene.is_genitive(group.tokens.start) {
            return self.seen_through(at - 1, assets, depth + 1);
        }
        // "2% de son capital": of the one that it belongs to, who may be the holder itself.
        if classes.any(self.class("capital"))
            && group.determiner(&self.scene.tags) == Some(Determiner::Possessive)
        {
            let owners = self.scene.owner(self.trigger.sentence, at).unwrap_or_default();
            let span = self.span(group);
            return owners.into_iter().map(|entity| self.filler(Some(entity), at, span)).collect();
        }
        // "Nissan shares", "a Nissan stake": the names that qualify it.
        if !self.scene.lang.discourse().is_head_first() && classes.any(self.class("holding")) {
            let head = self.scene.document.tokens()[group.head].start();
            let mut names = self.names_of(at);
            names.retain(|filler| filler.span.end <= head);
            if !names.is_empty() {
                return names;
            }
        }
        // "a pris 20%", "détient 15% du capital": of the company spoken of.
        // ("la majorité": a quality alone is of nothing in particular.)
        let figure = self.scene.dimensions_in(&group.tokens).iter().any(|dimension| {
            matches!(&dimension.value, Value::Percent(portion)
                if !matches!(portion.wording, Wording::Majority | Wording::Minority | Wording::Parity))
        });
        // "Le capital est détenu par X".
        let undergone = self.trigger.verb.is_some_and(|verb| self.clauses().verbs[verb].passive)
            && classes.any(self.class("capital"))
            && group.determiner(&self.scene.tags) == Some(Determiner::Definite);
        if undergone {
            let holders: Vec<usize> = self.agents(false).into_iter().filter_map(|held| held.entity).collect();
            let spoken = self.scene.spoken_of(self.trigger.sentence, at, holders.first().copied());
            return spoken
                .map(|entity| self.filler(Some(entity), at, self.span(group)))
                .into_iter()
                .collect();
        }
        // "a cédé 0,10%" on the stock exchange: a bare figure with such a verb is of nothing that is held.
        // ("prévoit d'en céder 52%", "en a cédé 10%": of what was told.)
        let moves = self.trigger.verb.is_some_and(|verb| {
            let of = |at: usize| self.is(self.scene.tags[at].lemma, "thereof");
            let reading = &self.clauses().verbs[verb];
            self.is(reading.lemma, "gives-way") && reading.is_finite() && self.clitic(verb, &of).is_none()
        });
        if moves && depth == 0 && !classes.any(self.class("holding")) {
            return Vec::new();
        }
        // "60% du capital, le reste appartenant à X": of the same.
        let rest = classes.any(self.class("remainder"));
        if figure || rest || classes.any(self.class("holding")) && (percent || depth > 0) {
            return self.of_whom(at, assets, depth);
        }
        Vec::new()
    }

    /// "les radios musicales de Caldora": several are what is sold, whoever "la radio" alone may stand for.
    fn are_assets(&self, at: usize) -> bool {
        let group = self.group(at);
        self.scene.names_in(group).is_empty()
            && self.scene.tags[group.head].number == Some(Number::Plural)
            && self.classes_of(at).any(self.class("asset"))
    }

    /// "les caméras Caldora": where the first noun heads a group, a plural one that describes no company is no company,
    /// whatever name qualifies it.
    fn only_qualified(&self, at: usize) -> bool {
        let group = self.group(at);
        let head = &self.scene.tags[group.head];
        self.scene.lang.discourse().is_head_first()
            && head.is(Pos::Noun)
            && head.number == Some(Number::Plural)
            && self.scene.descriptor_of(group).is_none()
    }

    /// The group that names the actor's own shares: with a possessive ("200.000 de ses actions", "2% de son capital"), or
    /// bare behind a noun ("un rachat d'actions").
    pub(crate) fn own_shares(&self) -> Option<usize> {
        let shares = self.class("own-shares").with(self.class("capital"));
        self.object().into_iter().find_map(|object| {
            // ("$2 billion of its own shares")
            let amount = self
                .scene
                .dimensions_in(&self.group(object).tokens)
                .iter()
                .any(crate::dimension::Dimension::is_money);
            let counts = amount || self.scene.tags[self.group(object).head].class == Class::Number;
            let held = if counts { self.complement(object)? } else { object };
            let group = self.group(held);
            let determiner = group.determiner(&self.scene.tags);
            // ("Merzac's shares" are another's.)
            let own =
                determiner == Some(Determiner::Possessive) && !self.scene.is_genitive(group.tokens.start);
            let of = self
                .complement(held)
                .filter(|&of| self.scene.dimensions_in(&self.group(of).tokens).is_empty());
            let bare = self.trigger.verb.is_none() && determiner.is_none() && of.is_none();
            (self.classes_of(held).any(shares) && (own || bare)).then_some(held)
        })
    }

    /// A company that a merger or a venture will make, and that has no name yet.
    pub(crate) fn is_yet_to_be(&self, group: &Group) -> bool {
        let combined = self.class("combined");
        self.scene.names_in(group).is_empty()
            && group.tokens.clone().any(|at| self.scene.classes(at).any(combined))
            && self.scene.descriptor_of(group).is_some_and(|found| {
                matches!(found.meaning, entente_lang::Meaning::Company(entente_lang::Sector::Generic))
            })
    }

    /// Who leads a group without a name: "an investor group led by X".
    fn leader(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let Kind::Verbal(verb) = groups.get(at + 1)?.kind else { return None };
        // ("un tour de table de 20 millions d'euros mené par X": an amount is nobody.)
        if !self.scene.dimensions_in(&self.group(at).tokens).is_empty() {
            return None;
        }
        let leads = self.is(self.clauses().verbs[verb].lemma, "lead")
            && self.clauses().verbs[verb].tense == entente_lang::Tense::PastParticiple;
        let by = groups.get(at + 2).is_some_and(|g| g.kind == Kind::Preposition) && self.is_by(at + 2);
        (leads && by && groups.get(at + 3)?.is_nominal()).then_some(at + 3)
    }

    /// Who plays in a mention, as fillers.
    fn mentioned(&self, at: usize, mention: Mention) -> Vec<Filler> {
        let group = self.group(at);
        let named = self.scene.names_in(group);
        let span = match named.as_slice() {
            [name] => self.scene.names[*name].span,
            _ => self.span(group),
        };
        // "when X bought it": not X.
        if let Some(verb) = self.trigger.verb
            && at > self.trigger.group
            && !mention.named
            && matches!(self.scene.tags[group.head].class, Class::Word(entente_lang::Pos::Pronoun(_)))
            && let Some(acts) = self.scene.subject_entities(self.trigger.sentence, verb)
            && mention.entities == acts
        {
            let other = self.scene.spoken_of(self.trigger.sentence, at, acts.first().copied());
            return other.map(|entity| self.filler(Some(entity), at, span)).into_iter().collect();
        }
        let acting = mention.entities.into_iter().filter(|&entity| self.scene.entities.all[entity].can_act());
        acting.map(|entity| self.filler(Some(entity), at, span)).collect()
    }

    /// "X's board", "its board", "the board of X": what it decides, X decides.
    fn governed_body(&self, at: usize, assets: bool, depth: usize) -> Vec<Filler> {
        let group = self.group(at);
        if at > 0 && self.scene.is_genitive(group.tokens.start) {
            return self.seen_through(at - 1, assets, depth + 1);
        }
        if group.determiner(&self.scene.tags) == Some(Determiner::Possessive) {
            let owners = self.scene.owner(self.trigger.sentence, at).unwrap_or_default();
            let span = self.span(group);
            return owners.into_iter().map(|entity| self.filler(Some(entity), at, span)).collect();
        }
        self.complement(at).map(|next| self.seen_through(next, assets, depth + 1)).unwrap_or_default()
    }

    /// "le site de production de X": who runs a site takes part where the site does, if X is a company for sure.
    fn operator(&self, at: usize, depth: usize) -> Vec<Filler> {
        let Some(mut next) = self.complement(at) else { return Vec::new() };
        if self.scene.names_in(self.group(next)).is_empty()
            && self.scene.descriptor_of(self.group(next)).is_none()
        {
            next = self.complement(next).unwrap_or(next);
        }
        let mut found = self.seen_through(next, false, depth + 1);
        found.retain(|filler| {
            filler.entity.is_some_and(|entity| {
                let entity = &self.scene.entities.all[entity];
                entity.sure && entity.sort == crate::entity::Sort::Organisation
            })
        });
        found
    }

    /// "a trading company, Biotrel": the bare name behind the comma is what the descriptor is called.
    pub(super) fn called(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let descriptor = self.scene.descriptor_of(self.group(at))?;
        // "le journal régional La Gazette": a name that begins with an article is a group of its own.
        if groups.get(at + 1).is_some_and(|g| g.is_nominal() && self.scene.tags[g.head].is_name()) {
            return Some(at + 1);
        }
        let name = groups.get(at + 2).filter(|group| group.is_nominal())?;
        let bare = self.scene.tags[name.head].is_name() && name.head == name.tokens.start;
        let alone = groups.get(at + 3).is_none_or(|g| !matches!(g.kind, Kind::Coordinator));
        let company = matches!(
            descriptor.meaning,
            entente_lang::Meaning::Company(_) | entente_lang::Meaning::Relation(_)
        );
        (company && bare && alone && groups[at + 1].kind == Kind::Comma).then_some(at + 2)
    }

    /// What a noun's preposition introduces: "une part de 15% dans X".
    pub(crate) fn complement(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let mut next = at + 1;
        while groups.get(next).is_some_and(|g| {
            matches!(g.kind, Kind::Adverb | Kind::Open | Kind::Close) || self.is_parenthesis(next)
        }) {
            next += 1;
        }
        // "five mln shares, or 16 pct, of X".
        if groups.get(next).is_some_and(|g| g.kind == Kind::Comma)
            && groups.get(next + 1).is_some_and(|g| g.kind == Kind::Coordinator)
            && groups.get(next + 2).is_some_and(|g| {
                self.scene.dimensions_in(&g.tokens).iter().any(crate::dimension::Dimension::is_percent)
            })
        {
            next += 3;
            if groups.get(next).is_some_and(|g| g.kind == Kind::Comma) {
                next += 1;
            }
        }
        // "du capital et des droits de vote de X": of whom the one is the other is too.
        if self.classes_of(at).any(self.class("holding"))
            && groups.get(next).is_some_and(|g| g.kind == Kind::Coordinator)
        {
            let other =
                next + 1 + usize::from(groups.get(next + 1).is_some_and(|g| g.kind == Kind::Preposition));
            let held = groups.get(other).is_some_and(Group::is_nominal)
                && self.classes_of(other).any(self.class("holding"));
            return if held { self.complement(other) } else { None };
        }
        let preposition = groups.get(next).filter(|g| g.kind == Kind::Preposition && !g.masked)?;
        let lemma = self.scene.tags[preposition.head].lemma;
        let links = self.is(lemma, "of") || self.is(lemma, "in");
        let following = groups.get(next + 1).is_some_and(Group::is_nominal);
        if !(links && following) {
            return None;
        }
        let owned =
            self.clauses().possessed(next + 1, &self.scene.tags, self.class("genitive"), self.scene.lang);
        // "the stake of X in Y": what is held is Y.
        let within = groups.get(owned + 1).is_some_and(|g| {
            let inner = self.scene.tags[g.head].lemma;
            g.kind == Kind::Preposition && !g.masked && self.is(inner, "in") && !self.is(inner, "of")
        });
        let holding = self.classes_of(at).any(self.class("holding"));
        if holding && within && !self.is(lemma, "in") && groups.get(owned + 2).is_some_and(Group::is_nominal)
        {
            return Some(owned + 2);
        }
        Some(owned)
    }

    /// The group that a preposition governs: "for up to 33 million shares" has another before the figure.
    pub(super) fn governed(&self, preposition: usize) -> usize {
        let groups = &self.clauses().groups;
        let hedged = groups.get(preposition + 1).is_some_and(|g| g.kind == Kind::Preposition)
            && groups
                .get(preposition + 2)
                .is_some_and(|g| g.is_nominal() && self.scene.tags[g.tokens.start].class == Class::Number);
        if hedged { preposition + 2 } else { preposition + 1 }
    }

    /// A group inside parentheses.
    pub(super) fn is_parenthesis(&self, at: usize) -> bool {
        let groups = &self.clauses().groups;
        let open = groups[..at].iter().rposition(|g| g.kind == Kind::Open);
        let close = groups[..at].iter().rposition(|g| g.kind == Kind::Close);
        match (open, close) {
            (Some(open), Some(close)) => open > close,
            (Some(_), None) => true,
            _ => false,
        }
    }

    pub(super) fn is_plural(&self, at: usize) -> bool {
        self.group(at).number(&self.scene.tags) == Some(entente_lang::Number::Plural)
    }

    /// The names in the parenthesis that opens at `open`, if there are two or more.
    fn enclosed(&self, open: usize) -> Vec<Filler> {
        let groups = &self.clauses().groups;
        let inside = (open + 1..groups.len()).take_while(|&at| groups[at].kind != Kind::Close);
        let mut found = Vec::new();
        for at in inside {
            match groups[at].kind {
                Kind::Nominal => found.extend(self.names_of(at)),
                Kind::Comma | Kind::Coordinator | Kind::Break | Kind::Other | Kind::Preposition => {}
                _ => return Vec::new(),
            }
        }
        if found.len() < 2 {
            found.clear();
        }
        found
    }

    /// "des tiers, comme A ou B": the examples stand for the noun.
    pub(super) fn examples(&self, at: usize) -> Vec<Filler> {
        let groups = &self.clauses().groups;
        let mut next = at + 1;
        while groups.get(next).is_some_and(|g| g.kind == Kind::Comma) {
            next += 1;
        }
        let class = self.class("such-as");
        let introduces = groups.get(next).is_some_and(|g| self.scene.classes(g.head).any(class));
        // "deux groupes : A et B", "deux groupes que sont A et B".
        let colon = groups.get(at + 1).is_some_and(|g| {
            self.scene.tags[g.head].class == crate::tag::Class::Mark(entente_text::Mark::Colon)
        });
        // ("deux spécialistes de la mobilité que sont": past what the noun is of.)
        let mut relative = at + 1;
        while groups.get(relative).is_some_and(|g| g.kind == Kind::Preposition)
            && groups.get(relative + 1).is_some_and(Group::is_nominal)
        {
            relative += 2;
        }
        let being = self.is_plural(at)
            && groups.get(relative).is_some_and(|g| g.kind == Kind::Relative)
            && matches!(groups.get(relative + 1).map(|g| g.kind), Some(Kind::Verbal(verb))
                if self.clauses().verbs[verb].lemma.and_then(|lemma| self.scene.lang.verb(lemma))
                    .is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula)));
        let first = if introduces || colon {
            next + 1
        } else if being {
            relative + 2
        } else if self.is_plural(at) && groups.get(at + 1).is_some_and(|g| g.kind == Kind::Open) {
            // "ses clients (A, B, C...)".
            return self.enclosed(at + 1);
        } else {
            return Vec::new();
        };
        if !groups.get(first).is_some_and(Group::is_nominal) {
            return Vec::new();
        }
        let members = self.clauses().coordinated_right(first, &self.scene.tags);
        let mentions = members.into_iter().filter_map(|m| self.scene.mention(self.trigger.sentence, m));
        mentions
            .filter(|mention| mention.named)
            .flat_map(|m| {
                let span = self.span(self.group(m.group));
                m.entities.into_iter().map(move |entity| (entity, m.group, span)).collect::<Vec<_>>()
            })
            .map(|(entity, group, span)| self.filler(Some(entity), group, span))
            .collect()
    }
}
