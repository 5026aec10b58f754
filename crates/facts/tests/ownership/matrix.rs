//! Traces against matrix computations, which share nothing with them: dense matrices, each holder left out in turn, the system of the
//! others solved by Gauss's elimination with pivots.

use entente_facts::Direction;

use crate::graph::{Random, Row, bounds, whole};

type Matrix = Vec<Vec<f64>>;

/// Each company is held by up to four others and by no more than `whole` in all; a fifth of the holdings have bounds that differ.
fn random_rows(random: &mut Random, companies: usize, whole: f64) -> Vec<Row> {
    let mut rows = Vec::new();
    for target in 0..companies {
        let holders: Vec<usize> = (0..random.below(5)).map(|_| random.below(companies)).collect();
        let mut left = whole * 100.0;
        for (place, &holder) in holders.iter().enumerate() {
            if holders[..place].contains(&holder) {
                continue;
            }
            let maximum = left * random.part();
            let minimum = if random.below(5) == 0 { maximum * random.part() } else { maximum };
            left -= maximum;
            rows.push((holder, target, minimum, maximum));
        }
    }
    rows
}

fn matrix(rows: &[Row], companies: usize, most: bool) -> Matrix {
    let mut matrix = vec![vec![0.0; companies]; companies];
    for &(holder, target, minimum, maximum) in rows {
        matrix[holder][target] += if most { maximum } else { minimum } / 100.0;
    }
    matrix
}

/// `row (I - rest)⁻¹`.
fn solved(row: &[f64], rest: &Matrix) -> Vec<f64> {
    let size = row.len();
    // The transposed system, with its right side as a last column.
    let mut system: Matrix = (0..size)
        .map(|line| {
            let entry = |column: usize| f64::from(u8::from(line == column)) - rest[column][line];
            (0..size).map(entry).chain([row[line]]).collect()
        })
        .collect();
    for pivot in 0..size {
        let largest = (pivot..size)
            .max_by(|&one, &other| system[one][pivot].abs().total_cmp(&system[other][pivot].abs()))
            .unwrap();
        system.swap(pivot, largest);
        let pivot_line = system[pivot].clone();
        for line in (0..size).filter(|&line| line != pivot) {
            let factor = system[line][pivot] / pivot_line[pivot];
            for (entry, above) in system[line].iter_mut().zip(&pivot_line) {
                *entry -= factor * above;
            }
        }
    }
    (0..size).map(|line| system[line][size] / system[line][line]).collect()
}

/// The integrated share of one company in each other, in percent.
fn integrated(matrix: &Matrix, holder: usize) -> Vec<f64> {
    let others: Vec<usize> = (0..matrix.len()).filter(|&company| company != holder).collect();
    let row: Vec<f64> = others.iter().map(|&other| matrix[holder][other]).collect();
    let rest: Matrix =
        others.iter().map(|&one| others.iter().map(|&other| matrix[one][other]).collect()).collect();
    let mut shares = vec![0.0; matrix.len()];
    for (&other, share) in others.iter().zip(solved(&row, &rest)) {
        shares[other] = share * 100.0;
    }
    shares
}

#[test]
fn both_directions_agree_with_the_matrix() {
    let mut random = Random(7);
    let mut compared = 0;
    for round in 0..150 {
        let companies = 2 + random.below(if round % 10 == 0 { 60 } else { 25 });
        let rows = random_rows(&mut random, companies, 0.97);
        let least = matrix(&rows, companies, false);
        let most = matrix(&rows, companies, true);
        let traces =
            |direction| -> Vec<_> { (0..companies).map(|root| whole(&rows, root, direction)).collect() };
        let (down, up) = (traces(Direction::Holdings), traces(Direction::Holders));
        for (holder, held) in down.iter().enumerate() {
            let (minima, maxima) = (integrated(&least, holder), integrated(&most, holder));
            for target in (0..companies).filter(|&target| target != holder) {
                let expected = (minima[target], maxima[target]);
                for found in [bounds(held, target), bounds(&up[target], holder)] {
                    let far = (found.0 - expected.0).abs().max((found.1 - expected.1).abs());
                    assert!(
                        far < 1e-9,
                        "round {round}, {holder} in {target}: {found:?}, not {expected:?}\n{rows:?}"
                    );
                    compared += usize::from(expected.1 > 0.0);
                }
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

/// The sum of chains term by term: the share once it no longer grows, or 100 once it is above that.
fn term_by_term(matrix: &Matrix, holder: usize) -> Option<Vec<f64>> {
    let mut terms = matrix[holder].clone();
    let mut sums = vec![0.0; matrix.len()];
    for _ in 0..4_000 {
        terms[holder] = 0.0;
        for (sum, term) in sums.iter_mut().zip(&terms) {
            *sum += term;
        }
        if terms.iter().zip(&sums).all(|(&term, &sum)| term < 1e-15 || sum > 1e6) {
            return Some(sums.into_iter().map(|sum: f64| (sum * 100.0).min(100.0)).collect());
        }
        terms = (0..matrix.len())
            .map(|target| (0..matrix.len()).map(|through| terms[through] * matrix[through][target]).sum())
            .map(|term: f64| term.min(1e9))
            .collect();
    }
    None
}

/// Shares of untold size, more than the whole in all, rings without loss.
#[test]
fn sums_without_end_are_cut_where_the_series_has_none() {
    let mut random = Random(11);
    let mut compared = [0, 0];
    for round in 0..120 {
        let companies = 2 + random.below(9);
        let mut rows: Vec<Row> = Vec::new();
        for target in 0..companies {
            for holder in (0..companies).filter(|&holder| holder != target) {
                let (minimum, maximum) = match random.below(12) {
                    0 => (0.0, 100.0),
                    1 => (50.0, 100.0),
                    2 => (0.0, 20.0),
                    3 => (34.5, 34.5),
                    _ => continue,
                };
                rows.push((holder, target, minimum, maximum));
            }
        }
        let most = matrix(&rows, companies, true);
        for holder in 0..companies {
            let Some(expected) = term_by_term(&most, holder) else { continue };
            let down = whole(&rows, holder, Direction::Holdings);
            for target in (0..companies).filter(|&target| target != holder) {
                let up = whole(&rows, target, Direction::Holders);
                for found in [bounds(&down, target).1, bounds(&up, holder).1] {
                    assert!(
                        (found - expected[target]).abs() < 1e-9,
                        "round {round}, {holder} in {target}: {found}, not {}\n{rows:?}",
                        expected[target]
                    );
                    compared[usize::from(found > 99.999)] += 1;
                }
            }
        }
    }
    assert!(compared.iter().all(|&count| count > 1_000), "{compared:?}");
}
