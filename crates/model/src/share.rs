//! Shares of a company, as the Beneficial Ownership Data Standard (BODS) has them.

/// A percentage between 0 and 100.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Percent(f64);

/// What makes a share unusable.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ShareError {
    /// A percentage outside 0 to 100.
    #[error("{0} percent is not between 0 and 100")]
    OutOfRange(f64),
    /// Neither an exact figure nor a bound, or both.
    #[error("a share has either an exact percent or bounds")]
    Shape,
    /// A minimum above its maximum.
    #[error("minimum {minimum} is above maximum {maximum}")]
    Inverted {
        /// The lower bound given.
        minimum: f64,
        /// The upper bound given.
        maximum: f64,
    },
}

/// How much of something is held: one figure, or one or two bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    exact: Option<Percent>,
    minimum: Option<Percent>,
    maximum: Option<Percent>,
    approximate: bool,
}

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);
    /// All of it.
    pub const WHOLE: Self = Self(100.0);

    /// A percentage, 43.4 for 43.4%.
    pub fn new(value: f64) -> Result<Self, ShareError> {
        if (0.0..=100.0).contains(&value) { Ok(Self(value)) } else { Err(ShareError::OutOfRange(value)) }
    }

    /// The figure, between 0 and 100.
    pub const fn value(self) -> f64 {
        self.0
    }
}

impl Share {
    /// From its parts, each between 0 and 100: either `exact` or at least one bound.
    pub fn new(
        exact: Option<f64>,
        minimum: Option<f64>,
        maximum: Option<f64>,
        approximate: bool,
    ) -> Result<Self, ShareError> {
        if exact.is_some() == (minimum.is_some() || maximum.is_some()) {
            return Err(ShareError::Shape);
        }
        if let (Some(minimum), Some(maximum)) = (minimum, maximum)
            && minimum > maximum
        {
            return Err(ShareError::Inverted { minimum, maximum });
        }
        let percent = |value: Option<f64>| value.map(Percent::new).transpose();
        Ok(Self {
            exact: percent(exact)?,
            minimum: percent(minimum)?,
            maximum: percent(maximum)?,
            approximate,
        })
    }

    /// Exactly this percent.
    pub const fn exactly(percent: Percent) -> Self {
        Self { exact: Some(percent), minimum: None, maximum: None, approximate: false }
    }

    /// About this percent ("près de 15%").
    pub const fn about(percent: Percent) -> Self {
        Self { exact: Some(percent), minimum: None, maximum: None, approximate: true }
    }

    /// This percent or more ("au moins 50%", "majoritaire").
    pub const fn at_least(percent: Percent) -> Self {
        Self { exact: None, minimum: Some(percent), maximum: None, approximate: false }
    }

    /// This percent or less ("jusqu'à 15%", "minoritaire").
    pub const fn at_most(percent: Percent) -> Self {
        Self { exact: None, minimum: None, maximum: Some(percent), approximate: false }
    }

    /// The figure, where one is told.
    pub const fn exact(&self) -> Option<Percent> {
        self.exact
    }

    /// The lower bound, where one is told.
    pub const fn minimum(&self) -> Option<Percent> {
        self.minimum
    }

    /// The upper bound, where one is told.
    pub const fn maximum(&self) -> Option<Percent> {
        self.maximum
    }

    /// True when the text says "about".
    pub const fn approximate(&self) -> bool {
        self.approximate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_figure_or_bounds() {
        assert!(Share::new(Some(43.4), None, None, false).is_ok());
        assert!(Share::new(None, Some(10.0), Some(15.0), false).is_ok());
        assert_eq!(Share::new(None, None, None, false), Err(ShareError::Shape));
        assert_eq!(Share::new(Some(1.0), Some(1.0), None, false), Err(ShareError::Shape));
        assert_eq!(Share::new(Some(100.5), None, None, false), Err(ShareError::OutOfRange(100.5)));
        assert!(Share::new(Some(f64::NAN), None, None, false).is_err());
        assert_eq!(
            Share::new(None, Some(15.0), Some(10.0), false),
            Err(ShareError::Inverted { minimum: 15.0, maximum: 10.0 })
        );
    }
}
