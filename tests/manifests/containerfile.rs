//! What an image says of itself.

use std::collections::BTreeMap;

use crate::program::programs;
use crate::{read, services};

/// The instructions that manifests have to agree with.
pub(crate) struct Containerfile {
    pub(crate) user: String,
    pub(crate) ports: Vec<u16>,
    pub(crate) volume: String,
    pub(crate) variables: BTreeMap<String, String>,
    entrypoint: Vec<String>,
    health: Vec<String>,
}

impl Containerfile {
    /// That of the service called `short`.
    pub(crate) fn of(short: &str) -> Self {
        let text = read(&services().join(short).join("Containerfile")).replace("\\\n", " ");
        let one = |instruction: &str| {
            let mut found =
                text.lines().filter_map(|line| line.strip_prefix(instruction)).collect::<Vec<_>>();
            found.dedup();
            assert_eq!(found.len(), 1, "{short}/Containerfile: {instruction}");
            found[0].trim().to_owned()
        };
        let variables = one("ENV ");
        let variables = variables.split_whitespace().map(|pair| pair.split_once('=').unwrap());
        Self {
            user: one("USER "),
            ports: one("EXPOSE ").split(' ').map(|port| port.parse().unwrap()).collect(),
            volume: one("VOLUME "),
            variables: variables.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
            entrypoint: serde_json::from_str(&one("ENTRYPOINT ")).unwrap(),
            health: serde_json::from_str(one("HEALTHCHECK ").split_once("CMD ").unwrap().1).unwrap(),
        }
    }
}

#[test]
fn images_start_and_ask_their_own_programs() {
    for program in programs() {
        let file = Containerfile::of(program.short);
        assert_eq!(file.entrypoint, [format!("/{}", program.name)]);
        let metrics = file.variables["ENTENTE_METRICS_LISTEN"].rsplit(':').next().unwrap().parse().unwrap();
        assert_eq!(file.ports, [program.port_with(&[], &file.variables).unwrap(), metrics]);
        program.probed_by(&file.health).unwrap();
        assert_eq!(file.variables["ENTENTE_DATA_DIR"], file.volume);
    }
}
