//! Lines between boxes, and their words.

use std::cmp::Ordering;
use std::fmt::Write as _;

use super::super::layout::{BOX, Layout, Point};
use super::super::neighbourhood::{Edge, Kind, Neighbourhood, Place};
use super::text::escaped;

/// How far from the middle of a box lines begin that would lie on another.
const ASIDE: f64 = 34.0;

/// A tie between two boxes.
pub(super) struct Line<'a> {
    edge: &'a Edge,
    /// A Bézier curve: both ends with the two points between.
    curve: [Point; 4],
    /// Where it begins before the curve: lines to partners first run straight.
    straight: Option<Point>,
    /// How far along the curve its words stand, 0 to 1.
    words_at: f64,
    title: String,
}

impl<'a> Line<'a> {
    pub(super) fn of(edge: &'a Edge, drawn: &'a Neighbourhood, layout: &Layout) -> Self {
        let (from, to) = (layout.middles[edge.from], layout.middles[edge.to]);
        let name = |node: usize| &drawn.nodes[node].name;
        let verb = match (edge.kind, edge.planned) {
            (Kind::Holding, false) => "holds",
            (Kind::Holding, true) => "is to hold",
            (Kind::Partnership, _) => "and",
        };
        let title = format!("{} {verb} {}: {}", name(edge.from), name(edge.to), edge.label);
        let mut line = Self { edge, curve: [from; 4], straight: None, words_at: 0.5, title };
        if edge.from == edge.to {
            line.around(from);
        } else if drawn.nodes[edge.to].place == Place::Beside {
            line.aside(from, to, layout.side);
        } else {
            line.between(from, to, drawn);
        }
        line
    }

    /// A company that holds a part of itself.
    fn around(&mut self, middle: Point) {
        let at = |x: f64, y: f64| Point { x: middle.x + x, y: middle.y + y };
        let right = BOX.x / 2.0;
        self.curve = [at(right, -10.0), at(right + 44.0, -44.0), at(right + 44.0, 44.0), at(right, 12.0)];
    }

    /// To a partner at the right.
    fn aside(&mut self, from: Point, to: Point, side: f64) {
        let end = Point { x: to.x - BOX.x / 2.0, y: to.y };
        let start = Point { x: side + 14.0, y: from.y };
        let half = (end.x - start.x) / 2.0;
        self.straight = Some(Point { x: from.x + BOX.x / 2.0, y: from.y });
        self.curve = [start, Point { x: start.x + half, ..start }, Point { x: end.x - half, ..end }, end];
        self.words_at = 0.55;
    }

    /// From box to box, out of the side that faces the other; of boxes in one row out of the top.
    fn between(&mut self, from: Point, to: Point, drawn: &Neighbourhood) {
        let edge = self.edge;
        let back = drawn.edges.iter().any(|other| (other.from, other.to) == (edge.to, edge.from));
        let twice = drawn
            .edges
            .iter()
            .position(|other| (other.from, other.to) == (edge.from, edge.to) && !std::ptr::eq(other, edge));
        let shift = match (edge.kind, back, twice) {
            (Kind::Partnership, ..) => 2.0 * ASIDE,
            (Kind::Holding, true, _) if from.height(&to) == Ordering::Less => -ASIDE,
            (Kind::Holding, true, _) => ASIDE,
            (Kind::Holding, false, Some(_)) if edge.planned => ASIDE,
            (Kind::Holding, false, _) => 0.0,
        };
        let (out, into) = match from.height(&to) {
            Ordering::Less => (1.0, -1.0),
            Ordering::Greater => (-1.0, 1.0),
            Ordering::Equal => (-1.0, -1.0),
        };
        let start = Point { x: from.x + shift, y: from.y + out * BOX.y / 2.0 };
        let end = Point { x: to.x + shift, y: to.y + into * BOX.y / 2.0 };
        let bend = ((end.y - start.y).abs() / 2.0).max(38.0);
        self.curve = [
            start,
            Point { x: start.x, y: start.y + out * bend },
            Point { x: end.x, y: end.y + into * bend },
            end,
        ];
        // Words stand where fewer lines meet.
        let ties =
            |node: usize| drawn.edges.iter().filter(|edge| edge.from == node || edge.to == node).count();
        self.words_at = match ties(edge.from).cmp(&ties(edge.to)) {
            Ordering::Less => 0.24,
            Ordering::Equal => 0.5,
            Ordering::Greater => 0.76,
        };
    }

    pub(super) fn draw(&self, out: &mut String) {
        let edge = self.edge;
        let partner = if edge.kind == Kind::Partnership { " partner" } else { "" };
        let planned = if edge.planned { " planned" } else { "" };
        let (disputed, arrow) = if edge.disputed { (" disputed", "arrow-disputed") } else { ("", "arrow") };
        let marker = match edge.kind {
            Kind::Holding => format!(" marker-end=\"url(#{arrow})\""),
            Kind::Partnership => String::new(),
        };
        let [start, first, second, end] = self.curve;
        let straight = self.straight.map(|from| format!("M{:.1} {:.1} L", from.x, from.y));
        let _ = writeln!(
            out,
            "<path class=\"line{partner}{planned}{disputed}\"{marker} d=\"{}{:.1} {:.1} C{:.1} {:.1} {:.1} \
             {:.1} {:.1} {:.1}\"><title>{}</title></path>",
            straight.unwrap_or_else(|| "M".to_owned()),
            start.x,
            start.y,
            first.x,
            first.y,
            second.x,
            second.y,
            end.x,
            end.y,
            escaped(&self.title),
        );
    }

    /// Its words, on top of what they lie on.
    pub(super) fn write(&self, out: &mut String) {
        let Point { x, y } = self.at(self.words_at);
        let class = if self.edge.disputed { "label disputed-label" } else { "label" };
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            y + 4.0,
            escaped(&self.edge.label)
        );
    }

    fn at(&self, along: f64) -> Point {
        let left = 1.0 - along;
        let weights = [left.powi(3), 3.0 * left.powi(2) * along, 3.0 * left * along.powi(2), along.powi(3)];
        let sum = |of: fn(&Point) -> f64| {
            self.curve.iter().zip(weights).map(|(point, weight)| of(point) * weight).sum()
        };
        Point { x: sum(|point| point.x), y: sum(|point| point.y) }
    }
}
