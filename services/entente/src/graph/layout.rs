//! Where nodes stand on the sheet: holders above in layers, holdings below, partners at the right.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::neighbourhood::{Neighbourhood, Place};

/// Size of a box.
pub(super) const BOX: Point = Point { x: 172.0, y: 52.0 };
/// Room between boxes of a row, and between rows.
const GAP: Point = Point { x: 26.0, y: 92.0 };
/// Room between lines of one layer that is too wide for one row.
const FOLD: f64 = 44.0;
/// Room between partners.
const STACK: f64 = 22.0;
/// Room between the layers and the partners, in which their lines spread.
const SIDE: f64 = 230.0;
/// Most boxes in a row.
const ROW: usize = 7;
/// Around everything, and for the title and the legend.
const MARGIN: f64 = 28.0;
const HEAD: f64 = 58.0;
const FOOT: f64 = 44.0;
/// No sheet is narrower: title and legend have to fit.
const NARROWEST: f64 = 860.0;

/// A place on the sheet, or a size; x to the right, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// Where everything stands.
#[derive(Debug)]
pub(super) struct Layout {
    /// The middle of each node's box.
    pub(super) middles: Vec<Point>,
    /// The sheet.
    pub(super) size: Point,
    /// Right of all layers: lines to partners run straight up to here.
    pub(super) side: f64,
}

impl Layout {
    /// The same for the same neighbourhood, always.
    pub(super) fn of(drawn: &Neighbourhood) -> Self {
        let mut layout = Self {
            middles: vec![Point { x: 0.0, y: 0.0 }; drawn.nodes.len()],
            size: Point { x: 0.0, y: 0.0 },
            side: 0.0,
        };
        let mut layers: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (node, told) in drawn.nodes.iter().enumerate() {
            layers.entry(told.place).or_default().push(node);
        }
        let partners = layers.remove(&Place::Beside).unwrap_or_default();
        layout.grow(drawn, layers.iter().filter(|(place, _)| matches!(place, Place::Above(_))), -1.0);
        layout.grow(drawn, layers.iter().filter(|(place, _)| matches!(place, Place::Below(_))), 1.0);
        layout.side = layout.middles.iter().map(|middle| middle.x).fold(0.0, f64::max) + BOX.x / 2.0;
        layout.stack(&partners);
        layout.frame();
        layout
    }

    /// Sets the layers of one side, the nearest first, each ordered by where its neighbours stand.
    fn grow<'a>(
        &mut self,
        drawn: &Neighbourhood,
        layers: impl Iterator<Item = (&'a Place, &'a Vec<usize>)>,
        direction: f64,
    ) {
        let mut edge = 0.0;
        for (at, (_, nodes)) in layers.enumerate() {
            let mut nodes: Vec<(f64, usize)> = nodes
                .iter()
                .map(|&node| (if at == 0 { 0.0 } else { self.pull(drawn, node) }, node))
                .collect();
            nodes.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            let rows = nodes.len().div_ceil(ROW).max(1);
            let width = nodes.len().div_ceil(rows).max(1);
            for (line, row) in nodes.chunks(width).enumerate() {
                edge += direction * (BOX.y + if line == 0 { GAP.y } else { FOLD });
                let middle = (number(row.len()) - 1.0) / 2.0;
                let pulled = row.iter().map(|&(pull, _)| pull).sum::<f64>() / number(row.len());
                for (place, &(_, node)) in row.iter().enumerate() {
                    let x = pulled + (number(place) - middle) * (BOX.x + GAP.x);
                    self.middles[node] = Point { x, y: edge };
                }
            }
        }
    }

    /// The mean of where the neighbours stand that are set already; those further out are still at 0 and pull nowhere.
    fn pull(&self, drawn: &Neighbourhood, node: usize) -> f64 {
        let ends = drawn.edges.iter().filter_map(|edge| match (edge.from == node, edge.to == node) {
            (true, false) => Some(edge.to),
            (false, true) => Some(edge.from),
            _ => None,
        });
        let nearer =
            |other: &usize| drawn.nodes[*other].place.distance() < drawn.nodes[node].place.distance();
        let ends: Vec<f64> = ends.filter(nearer).map(|other| self.middles[other].x).collect();
        if ends.is_empty() { 0.0 } else { ends.iter().sum::<f64>() / number(ends.len()) }
    }

    /// Sets the partners in columns at the right, around the height of the entity.
    fn stack(&mut self, partners: &[usize]) {
        let height = self.middles.iter().map(|middle| middle.y.abs()).fold(0.0, f64::max) * 2.0 + BOX.y;
        let fitting =
            (1..partners.len()).take_while(|&count| number(count) * (BOX.y + STACK) < height.max(420.0));
        let columns = partners.len().div_ceil(fitting.count().max(1)).max(1);
        let tall = partners.len().div_ceil(columns).max(1);
        for (column, nodes) in partners.chunks(tall).enumerate() {
            let middle = (number(nodes.len()) - 1.0) / 2.0;
            for (place, &node) in nodes.iter().enumerate() {
                let x = self.side + SIDE + number(column) * (BOX.x + SIDE) + BOX.x / 2.0;
                self.middles[node] = Point { x, y: (number(place) - middle) * (BOX.y + STACK) };
            }
        }
    }

    /// Moves all of it so that it begins at the sheet's corner.
    fn frame(&mut self) {
        let (mut low, mut high) = (Point { x: 0.0, y: 0.0 }, Point { x: 0.0, y: 0.0 });
        for middle in &self.middles {
            low = Point { x: low.x.min(middle.x), y: low.y.min(middle.y) };
            high = Point { x: high.x.max(middle.x), y: high.y.max(middle.y) };
        }
        let width = high.x - low.x + BOX.x + 2.0 * MARGIN;
        let spare = (NARROWEST - width).max(0.0) / 2.0;
        let x = MARGIN + BOX.x / 2.0 + spare - low.x;
        let y = MARGIN + HEAD + BOX.y / 2.0 - low.y;
        for middle in &mut self.middles {
            *middle = Point { x: middle.x + x, y: middle.y + y };
        }
        self.side += x;
        self.size = Point { x: width + 2.0 * spare, y: high.y - low.y + BOX.y + 2.0 * MARGIN + HEAD + FOOT };
    }
}

impl Place {
    /// How many holdings away; partners are beyond all.
    fn distance(self) -> usize {
        match self {
            Self::Centre => 0,
            Self::Above(distance) | Self::Below(distance) => distance,
            Self::Beside => usize::MAX,
        }
    }
}

impl Point {
    /// Whether it stands above, beside or below the other.
    pub(super) fn height(&self, other: &Self) -> Ordering {
        self.y.total_cmp(&other.y)
    }
}

/// A count as a number; sheets hold a few hundred boxes.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::neighbourhood::Node;
    use super::*;

    fn neighbourhood(places: &[Place]) -> Neighbourhood {
        let node = |&place: &Place| Node { name: String::new(), share: String::new(), place };
        Neighbourhood {
            caption: String::new(),
            nodes: [Place::Centre].iter().chain(places).map(node).collect(),
            edges: Vec::new(),
            partial: false,
        }
    }

    #[test]
    fn no_box_lies_on_another_and_all_are_on_the_sheet() {
        for (above, below, beside) in [(0, 0, 0), (1, 0, 0), (3, 20, 5), (0, 0, 60), (25, 1, 1)] {
            let places: Vec<Place> = std::iter::repeat_n(Place::Above(1), above)
                .chain(std::iter::repeat_n(Place::Above(2), above / 2))
                .chain(std::iter::repeat_n(Place::Below(1), below))
                .chain(std::iter::repeat_n(Place::Beside, beside))
                .collect();
            let layout = Layout::of(&neighbourhood(&places));
            for (at, one) in layout.middles.iter().enumerate() {
                let inside = |middle: f64, size: f64, sheet: f64| {
                    middle - size / 2.0 >= 0.0 && middle + size / 2.0 <= sheet
                };
                assert!(
                    inside(one.x, BOX.x, layout.size.x) && inside(one.y, BOX.y, layout.size.y),
                    "{one:?}"
                );
                for other in &layout.middles[at + 1..] {
                    let apart = (one.x - other.x).abs() >= BOX.x || (one.y - other.y).abs() >= BOX.y;
                    assert!(apart, "{above} {below} {beside}: {one:?} {other:?}");
                }
            }
        }
    }
}
