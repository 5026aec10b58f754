//! How far chance moves a score: a bootstrap over articles.

use crate::score::{Rates, Score};

/// Draws of as many articles as there are, with repetition.
const DRAWS: usize = 500;
/// The 13th and the 488th of 500 sorted results: 95% lie between.
const BOUNDS: [usize; 2] = [12, 487];
/// Every interval is drawn from here, so that the same scores have the same one.
const SEED: u64 = 1;

/// Between which F1 lies with 95%, had other articles of the same kind been drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// The interval of the F1 over all types, from the scores of single articles. Two intervals of the same scores are the same;
/// one drawn by another generator differs by a hundredth or so.
pub fn interval(articles: &[Score]) -> Interval {
    if articles.is_empty() {
        return Interval { low: 0.0, high: 0.0 };
    }
    let rates: Vec<Rates> = articles.iter().map(Score::all).collect();
    let mut generator = SplitMix64(SEED);
    let mut draw = || {
        let drawn = (0..rates.len()).map(|_| rates[generator.below(rates.len())]);
        drawn.fold(Rates::default(), Rates::and).f1()
    };
    let mut results: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
    results.sort_by(f64::total_cmp);
    Interval { low: results[BOUNDS[0]], high: results[BOUNDS[1]] }
}

/// The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`: the high half of a product, uneven by less than one in 2^64 / bound.
    fn below(&mut self, bound: usize) -> usize {
        let high = (u128::from(self.next()) * bound as u128) >> 64;
        usize::try_from(high).expect("the high half of a product with a usize is below it")
    }
}

#[cfg(test)]
mod tests {
    use entente_model::EventType;

    use super::*;

    fn score(right: f64, predicted: f64, gold: f64) -> Score {
        let mut score = Score::of_articles(1);
        *score.rates_mut(EventType::Stake) = Rates { right, predicted, gold };
        score
    }

    #[test]
    fn the_generator_is_the_published_one() {
        let mut generator = SplitMix64(1_234_567);
        assert_eq!(generator.next(), 6_457_827_717_110_365_317);
        assert_eq!(generator.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn chance_moves_what_differs_between_articles() {
        let alike = interval(&[score(1.0, 2.0, 2.0), score(1.0, 2.0, 2.0)]);
        assert_eq!(alike, Interval { low: 0.5, high: 0.5 });
        let articles: Vec<Score> = (0..40).map(|n| score(f64::from(n % 2), 1.0, 1.0)).collect();
        let drawn = interval(&articles);
        assert!((0.3..0.4).contains(&drawn.low) && (0.6..0.7).contains(&drawn.high), "{drawn:?}");
        assert_eq!(interval(&articles), drawn);
        assert_eq!(interval(&[]), Interval { low: 0.0, high: 0.0 });
    }
}
