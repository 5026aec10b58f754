//! Figures and dates in words.

use entente_model::{Money, Percent, Share, Timex};

use crate::say::wording::Wording;

impl Wording {
    /// A number with at most two decimals.
    fn number(&self, value: f64) -> String {
        let text = format!("{value:.2}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        text.replace('.', &self.decimal)
    }

    /// A share: "15 %", "up to 15%".
    pub(crate) fn share(&self, share: &Share) -> String {
        let percent = |percent: Percent| self.number(percent.value());
        let (key, count, name) = match (share.exact(), share.minimum(), share.maximum()) {
            (Some(exact), ..) if share.approximate() => ("share.approximate", percent(exact), String::new()),
            (Some(exact), ..) => ("share.exact", percent(exact), String::new()),
            (None, Some(least), Some(most)) => ("share.between", percent(least), percent(most)),
            (None, Some(least), None) => ("share.minimum", percent(least), String::new()),
            (None, None, Some(most)) => ("share.maximum", percent(most), String::new()),
            (None, None, None) => return String::new(),
        };
        self.text(key, &[("count", count), ("name", name)])
    }

    /// An amount: "1,5 milliard EUR".
    pub(crate) fn money(&self, money: &Money) -> String {
        let scale = self.scales.iter().find(|(least, ..)| money.value >= *least);
        let (figure, unit) = match scale {
            Some((least, one, many)) => {
                let figure = money.value / least;
                (figure, format!(" {}", if figure < 2.0 { one } else { many }))
            }
            None => (money.value, String::new()),
        };
        format!("{}{unit} {}", self.number(figure), money.currency)
    }

    /// A date with its preposition: "in June 2021". Empty where the value says too little.
    pub(crate) fn when(&self, time: &Timex) -> String {
        if let Some((from, to)) = time.as_str().split_once('/') {
            let (from, to) = (self.point(from), self.point(to));
            return self.text("time.range", &[("name", from), ("count", to)]);
        }
        self.point(time.as_str())
    }

    fn point(&self, point: &str) -> String {
        let parts: Vec<&str> = point.split('-').collect();
        let year = |year: &str| if year == "XXXX" { String::new() } else { year.to_owned() };
        let (key, values): (String, Vec<(&str, String)>) = match parts.as_slice() {
            [decade] if decade.len() == 3 => ("decade".into(), vec![("count", format!("{decade}0"))]),
            ["XXXX"] => return self.text("time.open", &[]),
            [whole] => ("year".into(), vec![("count", year(whole))]),
            [whole, part] => match part.split_at_checked(1) {
                Some(("Q", number)) => {
                    ("quarter".into(), vec![("count", number.to_owned()), ("name", year(whole))])
                }
                Some(("H", number)) => {
                    ("half".into(), vec![("count", number.to_owned()), ("name", year(whole))])
                }
                Some(("W", number)) => {
                    ("week".into(), vec![("count", number.to_owned()), ("name", year(whole))])
                }
                _ => match self.month(part) {
                    Some(month) => ("month".into(), vec![("words", month), ("name", year(whole))]),
                    None => ((*part).to_owned(), vec![("name", year(whole))]),
                },
            },
            [whole, month, day] => {
                let month = self.month(month).unwrap_or_default();
                let day = day.trim_start_matches('0').to_owned();
                ("day".into(), vec![("count", day), ("words", month), ("name", year(whole))])
            }
            _ => return point.to_owned(),
        };
        self.text(&format!("time.{key}"), &values).trim_end().to_owned()
    }

    fn month(&self, number: &str) -> Option<String> {
        let number: usize = number.parse().ok()?;
        self.months.get(number.checked_sub(1)?).cloned()
    }
}
