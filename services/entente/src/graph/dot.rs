//! Neighbourhoods in the language of Graphviz.

use std::fmt::Write as _;

use super::neighbourhood::{Kind, Neighbourhood};

/// A directed graph: `dot -Tsvg`.
pub(super) fn describe(drawn: &Neighbourhood) -> String {
    let mut out = String::from("digraph entente {\n");
    let caption = format!("{} ({})", drawn.nodes[0].name, drawn.caption);
    let _ = writeln!(
        out,
        "  graph [label={}, labelloc=t, rankdir=TB, fontname=\"sans-serif\"];",
        quoted(&caption)
    );
    out += "  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n";
    out += "  edge [fontname=\"sans-serif\", fontsize=10];\n";
    for (number, node) in drawn.nodes.iter().enumerate() {
        let share = if node.share.is_empty() { String::new() } else { format!("\n{} in effect", node.share) };
        let style = if number == 0 { ", penwidth=2" } else { "" };
        let _ = writeln!(out, "  n{number} [label={}{style}];", quoted(&format!("{}{share}", node.name)));
    }
    for edge in &drawn.edges {
        let mut words = edge.label.clone();
        if edge.disputed {
            words += " (disputed)";
        }
        let mut attributes = format!("label={}", quoted(&words));
        if edge.planned {
            attributes += ", style=dashed";
        }
        if edge.kind == Kind::Partnership {
            attributes += ", dir=none, color=\"#7b4fa3\", constraint=false";
        }
        if edge.disputed {
            attributes += ", color=\"#c0392b\"";
        }
        let _ = writeln!(out, "  n{} -> n{} [{attributes}];", edge.from, edge.to);
    }
    out + "}\n"
}

/// The text as a quoted string: a line's end is written `\n`, other control characters are left out.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::super::neighbourhood::{Edge, Node, Place};
    use super::*;

    #[test]
    fn names_are_quoted_and_ties_told_apart() {
        let node = |name: &str, place| Node { name: name.to_owned(), share: String::new(), place };
        let edge = |kind, planned, disputed| Edge {
            from: 1,
            to: 0,
            kind,
            planned,
            disputed,
            label: "up to 15%".to_owned(),
        };
        let drawn = Neighbourhood {
            caption: "capital".to_owned(),
            nodes: vec![node("Velnor \"V\"\\", Place::Centre), node("Carellis", Place::Above(1))],
            edges: vec![edge(Kind::Holding, false, true), edge(Kind::Partnership, true, false)],
            partial: false,
        };
        let described = describe(&drawn);
        assert!(described.contains(r#"n0 [label="Velnor \"V\"\\", penwidth=2];"#), "{described}");
        assert!(
            described.contains(r##"n1 -> n0 [label="up to 15% (disputed)", color="#c0392b"];"##),
            "{described}"
        );
        assert!(described.contains("style=dashed, dir=none"), "{described}");
    }
}
