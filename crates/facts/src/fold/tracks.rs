//! Claims put in order: what holds, and what is ahead, each as stages that follow each other.

use entente_model::{ArticleId, FactStatus};
use rustc_hash::FxHashMap;

use super::draft::{Draft, Way, is_ahead, is_held};
use super::told::Told;
use super::{odds, share};
use crate::{Day, Telling};

/// How many stages back an old share is looked for.
const BACK: usize = 16;

/// The stages that affirming claims make, in the making.
#[derive(Default)]
pub(super) struct Tracks<'a> {
    pub(super) drafts: Vec<Draft<'a>>,
    /// What holds, one stage after the other; an end is one of them.
    pub(super) held: Vec<usize>,
    /// What is said to hold, less surely than that which it would replace.
    pub(super) tentative: Vec<usize>,
    /// What was planned, agreed or attempted.
    pub(super) ahead: Vec<usize>,
    /// The open ones of the last two.
    open_tentative: Option<usize>,
    open_ahead: Option<usize>,
}

/// What an article tells beside: it makes older stages that it mentions too a look back.
#[derive(Clone, Copy, Default)]
struct Beside {
    holds: bool,
    moves: bool,
    fails: bool,
}

impl<'a> Tracks<'a> {
    /// The stages of affirming claims, which are in the order in which they are folded. With `failure_ends` a plan that is given up ends what is being
    /// carried out.
    pub(super) fn of(told: &[Told<'a>], failure_ends: bool) -> Self {
        let mut tracks = Self::default();
        let beside = beside(told);
        let outdone = odds::outdone(told);
        let mut placed: Vec<Option<usize>> = vec![None; told.len()];
        let mut befores: Vec<(usize, Told<'a>)> = Vec::new();
        for (place, &one) in told.iter().enumerate() {
            if one.claim.denies || outdone[place].is_some() {
                continue;
            }
            let beside = beside.get(&one.claim.event.article).copied().unwrap_or_default();
            let draft = if one.telling == Telling::Former {
                tracks.former(one, beside)
            } else if is_ahead(one.status) || (one.status == FactStatus::Failed && !failure_ends) {
                Some(tracks.announces(one, beside))
            } else {
                Some(tracks.holds(one))
            };
            placed[place] = draft;
            befores.extend(draft.zip(one.before()));
        }
        for (place, better) in outdone.iter().enumerate() {
            let draft = better.and_then(|better| placed.get(better).copied().flatten());
            if let (Some(draft), Some(&one)) = (draft, told.get(place)) {
                tracks.drafts[draft].at_odds.push(one);
            }
        }
        tracks.was_before(befores);
        tracks
    }

    fn current(&self) -> Option<usize> {
        self.held.last().copied()
    }

    fn push(&mut self, draft: Draft<'a>) -> usize {
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    fn close(&mut self, draft: Option<usize>, day: Day) {
        if let Some(draft) = draft.and_then(|draft| self.drafts.get_mut(draft))
            && draft.closed.is_none()
        {
            draft.closed = Some(day);
        }
    }

    /// A claim that something holds, changed or ended.
    fn holds(&mut self, mut told: Told<'a>) -> usize {
        let untold = told.telling == Telling::State && told.share.is_none();
        let agreeing =
            |tracks: &Self, draft: Option<usize>| draft.filter(|&draft| tracks.drafts[draft].agrees(&told));
        let (current, tentative) = (self.current(), self.open_tentative);
        let joined = match (agreeing(self, current), agreeing(self, tentative)) {
            (Some(current), _) if untold => Some(current),
            (current, tentative) => tentative.or(current),
        };
        let mut block = None;
        let mut assumed = false;
        if joined.is_none() && matches!(told.telling, Telling::Block | Telling::Sale) {
            block = told.claim.share_change;
            let base = current.map(|current| &self.drafts[current]);
            let base = base.filter(|base| base.status == FactStatus::InForce).and_then(|base| base.share);
            let after = share::moved(base.as_ref(), block.as_ref(), told.way() == Way::Down);
            (told.share, assumed) = (after.share, !after.known);
            if after.nothing {
                told.status = FactStatus::Ended;
            }
        }
        if let Some(draft) = joined {
            let worked_out =
                self.drafts[draft].share.filter(|_| matches!(told.telling, Telling::Block | Telling::Sale));
            told.share = told.share.or(worked_out);
            self.drafts[draft].join(told);
            self.settle(draft, told);
            return draft;
        }
        let mut begun = Draft::begun_by(told);
        (begun.block, begun.assumed) = (block, assumed);
        let sure = current.is_none_or(|current| begun.certainty() >= self.drafts[current].certainty());
        let draft = self.push(begun);
        if sure {
            self.accept(draft, told);
        } else {
            self.close(self.open_tentative, told.day);
            self.open_tentative = Some(draft);
            self.tentative.push(draft);
        }
        draft
    }

    /// What a claim that joined a stage comes to.
    fn settle(&mut self, draft: usize, told: Told<'a>) {
        let sure = self.drafts[draft].certainty();
        if self.open_tentative == Some(draft) {
            if self.current().is_none_or(|current| sure >= self.drafts[current].certainty()) {
                self.open_tentative = None;
                // The open one is the last.
                self.tentative.pop();
                self.accept(draft, told);
            }
            return;
        }
        // What is told again, with what was held, is no longer in doubt.
        let doubted = self.open_tentative.filter(|&tentative| {
            told.share.is_some() && told.claim.certainty > self.drafts[tentative].certainty()
        });
        if doubted.is_some() {
            self.close(doubted, told.day);
            self.open_tentative = None;
        }
        if told.telling != Telling::State {
            self.fulfil(draft, told.day);
        }
    }

    /// A stage takes the place of the one before.
    fn accept(&mut self, draft: usize, told: Told<'a>) {
        let from = self.drafts[draft].from;
        let first = self.current().is_none_or(|current| !is_held(self.drafts[current].status));
        self.close(self.current(), from);
        self.close(self.open_tentative, from);
        self.open_tentative = None;
        self.held.push(draft);
        if first || told.telling != Telling::State || told.share.is_some() {
            self.fulfil(draft, from);
        }
    }

    /// What was ahead is over where the stage is what it led to.
    fn fulfil(&mut self, draft: usize, day: Day) {
        let Some(ahead) = self.open_ahead else { return };
        if leads_to(&self.drafts[ahead], &self.drafts[draft]) {
            self.close(Some(ahead), day);
            self.drafts[ahead].fulfilled = true;
            self.open_ahead = None;
        }
    }

    /// A claim on what is ahead, or on what came to nothing.
    fn announces(&mut self, told: Told<'a>, beside: Beside) -> usize {
        let looks_back = !told.claim.day_told
            && told.status != FactStatus::Failed
            && (beside.fails
                || (beside.moves && (told.status != FactStatus::Planned || told.share.is_some())));
        if let Some(open) = self.open_ahead {
            let current = &mut self.drafts[open];
            if current.agrees(&told) {
                current.join(told);
                return open;
            }
            let same_move = current.way.fits(told.way())
                && share::compatible(current.share.as_ref(), told.share.as_ref());
            let older = told.status < current.status && told.claim.certainty <= current.certainty();
            let failed = current.status == FactStatus::Failed;
            if same_move && ((older && !failed) || (looks_back && told.status < current.status)) {
                let day = current.from;
                return self.earlier(told, day);
            }
            self.close(Some(open), told.day);
        } else if let Some(current) = self.current() {
            let held = &self.drafts[current];
            let known = held.telling != Telling::State && told.share.is_some();
            let reached =
                known && held.way.fits(told.way()) && share::same(held.share.as_ref(), told.share.as_ref());
            let gone = told.way() == Way::Down && held.status == FactStatus::Ended;
            if told.status != FactStatus::Failed
                && (reached || gone || (looks_back && leads_to(&Draft::begun_by(told), held)))
            {
                let day = held.from;
                return self.earlier(told, day);
            }
        }
        let draft = self.push(Draft::begun_by(told));
        self.ahead.push(draft);
        self.open_ahead = Some(draft);
        draft
    }

    /// A claim told late, on what had been before `day`.
    fn earlier(&mut self, mut told: Told<'a>, day: Day) -> usize {
        let same =
            self.ahead.iter().rev().take(BACK).copied().find(|&ahead| self.drafts[ahead].agrees(&told));
        if let Some(draft) = same {
            self.drafts[draft].join(told);
            return draft;
        }
        let latest = [told.day.latest, day.latest].into_iter().flatten().min();
        told.day = Day { earliest: told.day.earliest.filter(|&earliest| Some(earliest) <= latest), latest };
        if told.day.earliest == told.day.latest {
            told.day.earliest = None;
        }
        let mut draft = Draft::begun_by(told);
        draft.closed = Some(day);
        let draft = self.push(draft);
        self.ahead.push(draft);
        draft
    }

    /// A claim that it was so once. It ends what is held, unless it is of another share or a look back.
    fn former(&mut self, told: Told<'a>, beside: Beside) -> Option<usize> {
        let Some(current) = self.current().filter(|&current| is_held(self.drafts[current].status)) else {
            return if beside.holds { None } else { Some(self.holds(told)) };
        };
        let fits = |draft: &Draft<'_>| {
            draft.status == FactStatus::InForce
                && share::compatible(draft.share.as_ref(), told.share.as_ref())
        };
        if fits(&self.drafts[current]) && !beside.holds {
            return Some(self.holds(told));
        }
        let old = self.held.iter().rev().take(BACK).skip(1).copied().find(|&old| fits(&self.drafts[old]))?;
        self.drafts[old].told_by.push(told);
        Some(old)
    }

    /// What changes tell of what was held before them.
    fn was_before(&mut self, befores: Vec<(usize, Told<'a>)>) {
        if befores.is_empty() {
            return;
        }
        let mut by_change: FxHashMap<usize, Vec<Told<'a>>> = FxHashMap::default();
        for (change, told) in befores {
            by_change.entry(change).or_default().push(told);
        }
        let mut held = Vec::with_capacity(self.held.len());
        for place in std::mem::take(&mut self.held) {
            let mut told = by_change.remove(&place).unwrap_or_default();
            // The best first: of two shares before one change that differ the other one is left out.
            told.sort_by(|one, other| crate::belief::better(one.claim, other.claim));
            for mut told in told {
                told.day.latest = told.day.latest.min(self.drafts[place].from.latest);
                let before: Option<usize> = held.last().copied();
                let agrees = before.is_some_and(|before: usize| {
                    let before = &self.drafts[before];
                    before.status == FactStatus::InForce
                        && share::compatible(before.share.as_ref(), told.share.as_ref())
                });
                match before {
                    Some(before) if agrees => {
                        let draft = &mut self.drafts[before];
                        draft.share = share::tighter(draft.share, told.share);
                        draft.told_by.push(told);
                    }
                    Some(before)
                        if self.drafts[before].seen >= told.day.latest && told.day.latest.is_some() => {}
                    _ => {
                        let draft = self.push(Draft::begun_by(told));
                        held.push(draft);
                    }
                }
            }
            held.push(place);
        }
        self.held = held;
    }
}

/// True when what was ahead is what has come about.
fn leads_to(ahead: &Draft<'_>, held: &Draft<'_>) -> bool {
    if held.status == FactStatus::Ended || held.status == FactStatus::Failed {
        return true;
    }
    let moved = held.telling != Telling::State;
    if ahead.status == FactStatus::Failed {
        return moved;
    }
    let compatible = share::compatible(ahead.share.as_ref(), held.share.as_ref());
    let told = ahead.share.is_some() && held.share.is_some();
    match ahead.way {
        Way::Still => compatible,
        way if moved => {
            way.fits(held.way) && (compatible || share::beyond(ahead.share, held.share, way == Way::Down))
        }
        Way::Up => compatible || share::beyond(ahead.share, held.share, false),
        Way::Down => told && compatible,
    }
}

/// What each article tells.
fn beside<'a>(told: &[Told<'a>]) -> FxHashMap<&'a ArticleId, Beside> {
    let mut articles: FxHashMap<&ArticleId, Beside> = FxHashMap::default();
    for told in told.iter().filter(|told| !told.claim.denies && told.telling != Telling::Former) {
        let beside = articles.entry(&told.claim.event.article).or_default();
        beside.holds |= is_held(told.status);
        beside.moves |= told.telling != Telling::State && told.status != FactStatus::Failed;
        beside.fails |= told.status == FactStatus::Failed;
    }
    articles
}
