use super::super::neighbourhood::{Edge, Node};
use super::*;

fn node(name: &str, share: &str, place: Place) -> Node {
    Node { name: name.to_owned(), share: share.to_owned(), place }
}

fn edge(from: usize, to: usize, kind: Kind, planned: bool, disputed: bool, label: &str) -> Edge {
    Edge { from, to, kind, planned, disputed, label: label.to_owned() }
}

fn neighbourhood() -> Neighbourhood {
    Neighbourhood {
        caption: "capital, 2024-05-31".to_owned(),
        nodes: vec![
            node("Velnor", "", Place::Centre),
            node("Carellis <R&D>", "43.4%", Place::Above(1)),
            node("Norvane", "8.68%", Place::Above(2)),
            node("Gazenor", "", Place::Above(1)),
            node("Compagnie de Hautecombe", "up to 15%", Place::Below(1)),
            node("Tessaline", "", Place::Beside),
        ],
        edges: vec![
            edge(1, 0, Kind::Holding, false, false, "43.4%"),
            edge(0, 1, Kind::Holding, false, false, "15%"),
            edge(2, 1, Kind::Holding, false, true, "20%"),
            edge(3, 0, Kind::Holding, true, false, "untold, negotiating"),
            edge(0, 4, Kind::Holding, false, false, "up to 15%"),
            edge(4, 4, Kind::Holding, false, false, "2%"),
            edge(0, 5, Kind::Partnership, true, false, "joint venture, announced"),
        ],
        partial: true,
    }
}

#[test]
fn what_is_planned_is_dashed_and_what_is_disputed_marked() {
    let svg = draw(&neighbourhood());
    let count = |part: &str| svg.matches(part).count();
    assert_eq!(count("<path class=\"line planned\" marker"), 1);
    assert_eq!(count("<path class=\"line partner planned\" d"), 2, "the line and the legend");
    assert_eq!(count("class=\"line disputed\" marker-end=\"url(#arrow-disputed)\""), 1);
    assert_eq!(count("<rect class=\"box"), 6);
    assert!(svg.contains("Carellis &lt;R&amp;D&gt;") && !svg.contains("<R&D>"));
    assert!(svg.contains("there is more than is drawn"));
    assert_eq!(svg, draw(&neighbourhood()), "the same neighbourhood is drawn the same");
}
