//! Percents for people.

use entente_wire::{share, v1};

use crate::Error;
use crate::sentence;

/// What is held directly: "15%", "up to 15%"; "untold" where no article says.
pub(crate) fn direct(told: Option<&v1::Share>) -> Result<String, Error> {
    let Some(told) = told else { return Ok("untold".to_owned()) };
    let share = share::decode(told).map_err(|failure| Error::Answer(failure.to_string()))?;
    Ok(sentence::share(&share))
}

/// What is held in effect: "5.44%", "up to 15%", "10% to 20%"; "untold" for anything between nothing and all.
pub(crate) fn effective(share: &v1::EffectiveShare) -> String {
    let (least, most) = (figure(share.effective_minimum), figure(share.effective_maximum));
    match (least.as_str(), most.as_str()) {
        (least, most) if least == most => least.to_owned(),
        ("0%", "100%") => "untold".to_owned(),
        ("0%", most) => format!("up to {most}"),
        (least, "100%") => format!("at least {least}"),
        (least, most) => format!("{least} to {most}"),
    }
}

/// To a hundredth; what is less is told to be so.
fn figure(percent: f64) -> String {
    if percent > 0.0 && percent < 0.005 {
        return "under 0.01%".to_owned();
    }
    format!("{}%", (percent * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_in_words() {
        for (effective_minimum, effective_maximum, words) in [
            (5.439_999_999, 5.44, "5.44%"),
            (0.0, 15.0, "up to 15%"),
            (50.0, 100.0, "at least 50%"),
            (10.0, 20.0, "10% to 20%"),
            (0.0, 100.0, "untold"),
            (100.0, 100.0, "100%"),
            (0.001, 0.001, "under 0.01%"),
        ] {
            let share = v1::EffectiveShare { effective_minimum, effective_maximum, ..Default::default() };
            assert_eq!(effective(&share), words);
        }
        assert_eq!(direct(None).unwrap(), "untold");
        let majority = v1::Share { minimum: Some(50.0), ..Default::default() };
        assert_eq!(direct(Some(&majority)).unwrap(), "at least 50%");
    }
}
