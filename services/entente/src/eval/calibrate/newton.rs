//! Logistic regression with a penalty on the weights, by Newton's method.

/// Steps after which a fit that has not settled is taken as it is; a handful are enough.
const STEPS: usize = 50;
/// A step that moves nothing by more than this is the last.
const SETTLED: f64 = 1e-9;

/// One observation.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Log-odds that are known beforehand.
    pub(super) offset: f64,
    pub(super) signs: Vec<f64>,
    /// The share that is right.
    pub(super) right: f64,
    pub(super) weight: f64,
}

/// The intercept and the weights of the signs under which the rows are likeliest, less half the penalty times the squares of
/// the weights. The intercept is not drawn to nothing beyond what makes it finite.
pub(super) fn fit_ridge(rows: &[Row], penalty: f64) -> (f64, Vec<f64>) {
    let size = rows.first().map_or(0, |row| row.signs.len()) + 1;
    let mut fitted = vec![0.0; size];
    for _ in 0..STEPS {
        let mut gradient = vec![0.0; size];
        let mut curvature = vec![vec![0.0; size]; size];
        for row in rows {
            let signs: Vec<f64> = std::iter::once(1.0).chain(row.signs.iter().copied()).collect();
            let odds =
                row.offset + signs.iter().zip(&fitted).map(|(sign, weight)| sign * weight).sum::<f64>();
            let probability = 1.0 / (1.0 + (-odds).exp());
            let bend = row.weight * probability * (1.0 - probability);
            for (index, sign) in signs.iter().enumerate() {
                gradient[index] += row.weight * (row.right - probability) * sign;
                for (curvature, other) in curvature[index].iter_mut().zip(&signs) {
                    *curvature += bend * sign * other;
                }
            }
        }
        for index in 0..size {
            /// Enough that rows that are all right have a finite intercept.
            const INTERCEPT: f64 = 0.01;
            let penalty = if index == 0 { INTERCEPT } else { penalty };
            gradient[index] -= penalty * fitted[index];
            curvature[index][index] += penalty;
        }
        let step = solve(curvature, gradient);
        let longest = step.iter().fold(0.0_f64, |longest, step| longest.max(step.abs()));
        // Far from the top the curvature says too little of the way: longer steps overshoot.
        let scale = if longest > 1.0 { 1.0 / longest } else { 1.0 };
        for (fitted, step) in fitted.iter_mut().zip(&step) {
            *fitted += step * scale;
        }
        if longest < SETTLED {
            break;
        }
    }
    let weights = fitted.split_off(1);
    (fitted[0], weights)
}

/// Gaussian elimination; the matrix is positive definite by its penalty, so that no row need be exchanged.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for pivot in 0..size {
        let (above, below) = matrix.split_at_mut(pivot + 1);
        let row = &above[pivot];
        let (known, unknown) = right.split_at_mut(pivot + 1);
        for (other, right) in below.iter_mut().zip(unknown) {
            let factor = other[pivot] / row[pivot];
            for (value, from) in other.iter_mut().zip(row).skip(pivot) {
                *value -= factor * from;
            }
            *right -= factor * known[pivot];
        }
    }
    let mut solution = vec![0.0; size];
    for pivot in (0..size).rev() {
        let known: f64 = (pivot + 1..size).map(|index| matrix[pivot][index] * solution[index]).sum();
        solution[pivot] = (right[pivot] - known) / matrix[pivot][pivot];
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved() {
        let solution = solve(vec![vec![4.0, 1.0], vec![1.0, 3.0]], vec![1.0, 2.0]);
        assert!((solution[0] - 1.0 / 11.0).abs() < 1e-12 && (solution[1] - 7.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn odds_are_recovered() {
        // Right three times in four without the sign, one in four with it.
        let row = |sign: f64, right: f64, weight| Row { offset: 0.0, signs: vec![sign], right, weight };
        let rows = [row(0.0, 1.0, 300.0), row(0.0, 0.0, 100.0), row(1.0, 1.0, 100.0), row(1.0, 0.0, 300.0)];
        let (intercept, weights) = fit_ridge(&rows, 1e-6);
        assert!((intercept - 3f64.ln()).abs() < 1e-3, "{intercept}");
        assert!((weights[0] + 2.0 * 3f64.ln()).abs() < 1e-3, "{weights:?}");
        let (_, drawn) = fit_ridge(&rows, 100.0);
        assert!(drawn[0] > weights[0] / 2.0 && drawn[0] < 0.0, "{drawn:?}");
    }

    #[test]
    fn what_is_always_right_has_a_finite_intercept() {
        let rows = vec![Row { offset: 0.0, signs: vec![0.0], right: 1.0, weight: 1.0 }; 20];
        let (intercept, weights) = fit_ridge(&rows, 4.0);
        assert!(intercept.is_finite() && intercept > 2.0 && weights[0].abs() < 1e-9);
    }
}
