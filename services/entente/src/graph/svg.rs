//! Neighbourhoods as a drawing.

mod line;
mod text;

use std::fmt::Write as _;

use super::layout::{BOX, Layout, Point};
use super::neighbourhood::{Kind, Neighbourhood, Place};
use line::Line;
use text::{escaped, wrapped};

/// Colours and letters: dark on light, so that it prints; told apart by dashes too, not by colour alone.
const STYLE: &str = "\
text { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif; fill: #1f2933; }
.title { font-size: 18px; font-weight: 600; }
.small { font-size: 11px; fill: #52606d; }
.name { font-size: 13px; }
.label { font-size: 11px; paint-order: stroke; stroke: #ffffff; stroke-width: 7px; stroke-linejoin: round; }
.box { fill: #ffffff; stroke: #9aa5b1; stroke-width: 1.2; }
.above { fill: #e8f1fa; stroke: #5b8db8; }
.below { fill: #e9f5ec; stroke: #5c9a6b; }
.beside { fill: #f4eef9; stroke: #8d6bab; }
.centre { fill: #243b53; stroke: #243b53; }
.centre-name { fill: #ffffff; font-size: 14px; font-weight: 600; }
.line { fill: none; stroke: #52606d; stroke-width: 1.4; }
.partner { stroke: #8d6bab; }
.planned { stroke-dasharray: 6 4; }
.disputed { stroke: #c0392b; }
.disputed-label { fill: #c0392b; }";

/// The drawing, as a file of its own.
pub(super) fn draw(drawn: &Neighbourhood) -> String {
    let layout = Layout::of(drawn);
    let Point { x: width, y: height } = layout.size;
    let title = escaped(&drawn.nodes[0].name);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{title}: who holds it, what it \
         holds, its partners\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <style>\n{STYLE}\n</style>\n<defs>\n{}{}</defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        arrow("arrow", "#52606d"),
        arrow("arrow-disputed", "#c0392b"),
    );
    let partial = if drawn.partial { "; there is more than is drawn" } else { "" };
    let _ = writeln!(out, "<text class=\"title\" x=\"28\" y=\"38\">{title}</text>");
    let _ =
        writeln!(out, "<text class=\"small\" x=\"28\" y=\"56\">{}{partial}</text>", escaped(&drawn.caption));
    let lines: Vec<Line> = drawn.edges.iter().map(|edge| Line::of(edge, drawn, &layout)).collect();
    // Lines below boxes, and their words above all.
    for line in &lines {
        line.draw(&mut out);
    }
    for (number, middle) in layout.middles.iter().enumerate() {
        draw_box(&mut out, drawn, number, middle);
    }
    for line in &lines {
        line.write(&mut out);
    }
    legend(&mut out, drawn, height - 26.0);
    out + "</svg>\n"
}

fn arrow(id: &str, colour: &str) -> String {
    format!(
        "<marker id=\"{id}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" \
         orient=\"auto-start-reverse\"><path d=\"M0 1 L10 5 L0 9 z\" fill=\"{colour}\"/></marker>\n"
    )
}

fn draw_box(out: &mut String, drawn: &Neighbourhood, number: usize, middle: &Point) {
    let node = &drawn.nodes[number];
    let (class, name_class) = match node.place {
        Place::Centre => ("centre", "centre-name"),
        Place::Above(_) => ("above", "name"),
        Place::Below(_) => ("below", "name"),
        Place::Beside => ("beside", "name"),
    };
    let (left, top) = (middle.x - BOX.x / 2.0, middle.y - BOX.y / 2.0);
    let _ = writeln!(out, "<g><title>{}</title>", escaped(&node.name));
    let _ = writeln!(
        out,
        "<rect class=\"box {class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        BOX.x, BOX.y
    );
    let mut texts: Vec<(String, &str)> =
        wrapped(&node.name).into_iter().map(|line| (line, name_class)).collect();
    if !node.share.is_empty() {
        texts.push((format!("{} in effect", node.share), "small"));
    }
    let first = middle.y - 7.5 * f64::from(u32::try_from(texts.len()).unwrap_or(1)) + 11.5;
    for (line, (text, class)) in (0_u32..).zip(&texts) {
        let y = first + 15.0 * f64::from(line);
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{}</text>",
            middle.x,
            escaped(text)
        );
    }
    out.push_str("</g>\n");
}

/// What lines and colours mean, of those that occur.
fn legend(out: &mut String, drawn: &Neighbourhood, y: f64) {
    let holding = |planned| move |edge: &_| is(edge, Kind::Holding, planned);
    let partner = |planned| move |edge: &_| is(edge, Kind::Partnership, planned);
    let kinds = [
        ("line", "holds", drawn.edges.iter().any(holding(false))),
        ("line planned", "is to hold", drawn.edges.iter().any(holding(true))),
        ("line partner", "partners", drawn.edges.iter().any(partner(false))),
        ("line partner planned", "partnership ahead", drawn.edges.iter().any(partner(true))),
        ("line disputed", "disputed", drawn.edges.iter().any(|edge| edge.disputed)),
    ];
    for (place, (class, words, _)) in (0_u32..).zip(kinds.into_iter().filter(|&(_, _, occurs)| occurs)) {
        let x = 28.0 + 165.0 * f64::from(place);
        let _ = writeln!(out, "<path class=\"{class}\" d=\"M{x:.1} {y:.1} h30\"/>");
        let _ =
            writeln!(out, "<text class=\"small\" x=\"{:.1}\" y=\"{:.1}\">{words}</text>", x + 37.0, y + 4.0);
    }
}

fn is(edge: &super::neighbourhood::Edge, kind: Kind, planned: bool) -> bool {
    edge.kind == kind && edge.planned == planned && !edge.disputed
}

#[cfg(test)]
mod tests;
