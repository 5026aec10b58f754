//! Plans on the wire, both ways: what is encoded and decoded again is the same plan, but for how its names were found.

use entente_answer::{Answerer, Ask, Bound, Detail, Name, Period, Plan, Stage, Told, Word};
use entente_facts::EntityId;
use entente_model::Timex;
use entente_wire::{Failure, Within as _, field, v1};

use crate::filter::NAME_MOST;

/// Most names of one field, most places, and most entities of one name.
const NAMES_MOST: usize = 16;
/// Most words: a question has no more.
const WORDS_MOST: usize = 64;

/// The plan on the wire.
pub(super) fn encode(plan: &Plan) -> v1::Plan {
    // No field may be forgotten.
    let Plan {
        ask,
        subject,
        object,
        stage,
        exact,
        main,
        with,
        except,
        about,
        places,
        outside,
        period,
        told,
        detail,
    } = plan;
    let names = |names: &[Name]| names.iter().map(encode_name).collect();
    v1::Plan {
        intent: intent(*ask).into(),
        subjects: names(subject),
        objects: names(object),
        stage: encode_stage(*stage).into(),
        exact: *exact,
        main: *main,
        with: names(with),
        except: names(except),
        about: about.iter().map(|word| word.said.clone()).collect(),
        places: places.clone(),
        outside: outside.clone(),
        period: period.as_ref().map(encode_period),
        told: encode_told(*told).into(),
        detail: encode_detail(*detail).into(),
    }
}

fn encode_name(name: &Name) -> v1::PlanName {
    let Name { said, name, entities, short_for: _, guessed: _ } = name;
    v1::PlanName {
        name: name.clone(),
        entity_ids: entities.iter().map(ToString::to_string).collect(),
        said: if said == name { String::new() } else { said.clone() },
    }
}

/// The plan that the message tells; failures name the field within it.
pub(super) fn decode(plan: &v1::Plan, answerer: &Answerer) -> Result<Plan, Failure> {
    let ask = decode_intent(plan.intent).within("intent")?;
    let (subject_role, object_role) = ask.roles();
    let subject = decode_names(&plan.subjects, "subjects")?;
    let object = decode_names(&plan.objects, "objects")?;
    for (field, role, names) in [("subjects", subject_role, &subject), ("objects", object_role, &object)] {
        if role.is_empty() && !names.is_empty() {
            let intent = intent(ask).as_str_name();
            return Err(Failure::invalid(format!("{:?} has no role in {intent}", names[0].name)))
                .within(field);
        }
    }
    Ok(Plan {
        ask,
        subject,
        object,
        stage: choice(plan.stage, Stage::ALL, encode_stage).within("stage")?,
        exact: plan.exact,
        main: plan.main,
        with: decode_names(&plan.with, "with")?,
        except: decode_names(&plan.except, "except")?,
        about: decode_words(&plan.about)?,
        places: decode_places(&plan.places, "places", answerer)?,
        outside: decode_places(&plan.outside, "outside", answerer)?,
        period: plan.period.as_ref().map(decode_period).transpose().within("period")?,
        told: choice(plan.told, Told::ALL, encode_told).within("told")?,
        detail: choice(plan.detail, Detail::ALL, encode_detail).within("detail")?,
    })
}

fn decode_names(names: &[v1::PlanName], field: &str) -> Result<Vec<Name>, Failure> {
    field::count(names.len(), NAMES_MOST).within(field)?;
    let decode = |(index, name)| decode_name(name).within_item(field, index);
    names.iter().enumerate().map(decode).collect()
}

fn decode_name(message: &v1::PlanName) -> Result<Name, Failure> {
    let name = field::line(&message.name, NAME_MOST).within("name")?;
    let said = field::line(&message.said, NAME_MOST).within("said")?;
    field::count(message.entity_ids.len(), NAMES_MOST).within("entity_ids")?;
    let id = |(index, id): (usize, &String)| {
        id.parse::<EntityId>()
            .map_err(|error| Failure::invalid(error.to_string()))
            .within_item("entity_ids", index)
    };
    let entities = message.entity_ids.iter().enumerate().map(id).collect::<Result<Vec<_>, _>>()?;
    if name.trim().is_empty() && entities.is_empty() {
        return Err(Failure::invalid("is empty, and entity_ids has no id")).within("name");
    }
    let said = if said.is_empty() { name } else { said };
    Ok(Name { said: said.to_owned(), name: name.to_owned(), entities, short_for: Vec::new(), guessed: false })
}

fn decode_words(words: &[String]) -> Result<Vec<Word>, Failure> {
    field::count(words.len(), WORDS_MOST).within("about")?;
    let mut about = Vec::new();
    for (index, word) in words.iter().enumerate() {
        field::line(word, NAME_MOST).within_item("about", index)?;
        let before = about.len();
        about.extend(Word::all(word));
        if about.len() == before {
            return Err(Failure::invalid(format!("{word:?} holds no letter and no digit")))
                .within_item("about", index);
        }
    }
    field::count(about.len(), WORDS_MOST).within("about")?;
    Ok(about)
}

fn decode_places(places: &[String], field: &str, answerer: &Answerer) -> Result<Vec<String>, Failure> {
    field::count(places.len(), NAMES_MOST).within(field)?;
    for (index, code) in places.iter().enumerate() {
        field::line(code, NAME_MOST).within_item(field, index)?;
        if !answerer.knows_place(code) {
            return Err(Failure::invalid(format!("{code:?} is the code of no place that is known")))
                .within_item(field, index);
        }
    }
    Ok(places.to_vec())
}

fn decode_period(period: &v1::PlanPeriod) -> Result<Period, Failure> {
    let shown: String = period.date.chars().take(32).collect();
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = period.date.split('-');
    let sound = parts.next().is_some_and(|year| digits(year, 4)) && parts.all(|part| digits(part, 2));
    if !sound || period.date.len() > 10 || Timex::new(period.date.as_str()).is_err() {
        let failure = Failure::invalid(format!("{shown:?} is no year, month or day such as 2019-11"));
        return Err(failure).within("date");
    }
    let bound = choice(period.bound, Bound::ALL, encode_bound).within("bound")?;
    Ok(Period { date: period.date.clone(), bound })
}

fn decode_intent(number: i32) -> Result<Ask, Failure> {
    if number == 0 {
        return Err(Failure::invalid("is not set"));
    }
    choice(number, Ask::ALL, intent)
}

/// The value that is encoded as this number.
fn choice<T: Copy, W: TryFrom<i32> + PartialEq>(
    number: i32,
    values: &[T],
    encode: impl Fn(T) -> W,
) -> Result<T, Failure> {
    let wanted = W::try_from(number).ok();
    let found = values.iter().copied().find(|&value| wanted == Some(encode(value)));
    found.ok_or_else(|| Failure::invalid(format!("{number} is no value that this service knows")))
}

fn encode_period(period: &Period) -> v1::PlanPeriod {
    let Period { date, bound } = period;
    v1::PlanPeriod { date: date.clone(), bound: encode_bound(*bound).into() }
}

const fn encode_bound(bound: Bound) -> v1::PlanBound {
    match bound {
        Bound::Within => v1::PlanBound::Unspecified,
        Bound::Since => v1::PlanBound::Since,
        Bound::Until => v1::PlanBound::Until,
    }
}

const fn encode_told(told: Told) -> v1::PlanTold {
    match told {
        Told::Any => v1::PlanTold::Unspecified,
        Told::Confirmed => v1::PlanTold::Confirmed,
        Told::Possible => v1::PlanTold::Possible,
        Told::Rumoured => v1::PlanTold::Rumoured,
        Told::Denied => v1::PlanTold::Denied,
    }
}

const fn encode_detail(detail: Detail) -> v1::PlanDetail {
    match detail {
        Detail::Any => v1::PlanDetail::Unspecified,
        Detail::Figure => v1::PlanDetail::Figure,
        Detail::Place => v1::PlanDetail::Place,
        Detail::Amount => v1::PlanDetail::Amount,
    }
}

const fn encode_stage(stage: Stage) -> v1::PlanStage {
    match stage {
        Stage::Any => v1::PlanStage::Unspecified,
        Stage::Now => v1::PlanStage::Now,
        Stage::Planned => v1::PlanStage::Planned,
        Stage::Past => v1::PlanStage::Past,
    }
}

/// What is asked for on the wire, each in its own words: a new one needs a value of the contract.
const fn intent(ask: Ask) -> v1::Intent {
    match ask {
        Ask::Partners => v1::Intent::Partners,
        Ask::Partnered => v1::Intent::Partnered,
        Ask::Seeks => v1::Intent::Seeks,
        Ask::Involved => v1::Intent::Involved,
        Ask::Talks => v1::Intent::Talks,
        Ask::Talking => v1::Intent::Talking,
        Ask::Broken => v1::Intent::Broken,
        Ask::Signed => v1::Intent::Signed,
        Ask::Agreement => v1::Intent::Agreement,
        Ask::Share => v1::Intent::Share,
        Ask::Holders => v1::Intent::Holders,
        Ask::Holdings => v1::Intent::Holdings,
        Ask::Owns => v1::Intent::Owns,
        Ask::Buyers => v1::Intent::Buyers,
        Ask::Purchases => v1::Intent::Purchases,
        Ask::Buys => v1::Intent::Buys,
        Ask::Bidders => v1::Intent::Bidders,
        Ask::Sellers => v1::Intent::Sellers,
        Ask::Sales => v1::Intent::Sales,
        Ask::Sells => v1::Intent::Sells,
        Ask::Closed => v1::Intent::Closed,
        Ask::Price => v1::Intent::Price,
        Ask::DealDate => v1::Intent::DealDate,
        Ask::Plans => v1::Intent::Plans,
        Ask::Does => v1::Intent::Does,
        Ask::Refusals => v1::Intent::Refusals,
        Ask::PlanDate => v1::Intent::PlanDate,
        Ask::Says => v1::Intent::Says,
        Ask::Deniers => v1::Intent::Deniers,
        Ask::OutOfScope => v1::Intent::OutOfScope,
        Ask::Acts => v1::Intent::Acts,
        Ask::Refuses => v1::Intent::Refuses,
        Ask::Sources => v1::Intent::Sources,
        Ask::Mergers => v1::Intent::Mergers,
        Ask::Changes => v1::Intent::Changes,
        Ask::Compare => v1::Intent::Compare,
    }
}
