//! The pair as compose starts it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::containerfile::Containerfile;
use crate::program::programs;
use crate::services;
use crate::strict::{document, documents, typed};

/// A file of compose, with the keys of its specification that are used here: any other is an error.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Compose {
    name: String,
    services: BTreeMap<String, Service>,
    volumes: BTreeMap<String, Option<NoKeys>>,
    secrets: BTreeMap<String, Secret>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    image: String,
    build: Build,
    restart: String,
    stop_grace_period: String,
    read_only: bool,
    cap_drop: Vec<String>,
    security_opt: Vec<String>,
    mem_limit: String,
    pids_limit: u32,
    environment: BTreeMap<String, String>,
    ports: Vec<String>,
    volumes: Vec<String>,
    healthcheck: Health,
    secrets: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Build {
    context: String,
    dockerfile: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Health {
    test: Vec<String>,
    interval: String,
    timeout: String,
    retries: u32,
    start_period: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Secret {
    file: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoKeys {}

fn compose() -> Compose {
    document(&services().join("compose.yaml"))
}

#[test]
fn the_pair_agrees_with_its_images_and_programs() {
    let compose = compose();
    assert_eq!(compose.name, "entente");
    assert_eq!(compose.services.len(), 2);
    for program in programs() {
        let (service, file) = (&compose.services[program.short], Containerfile::of(program.short));
        assert_eq!(service.image, format!("{}:{}", program.name, env!("CARGO_PKG_VERSION")));
        let mut variables = file.variables.clone();
        variables.extend(service.environment.clone());
        let port = program.port_with(&[], &variables).unwrap();
        // To this machine alone: who wants more has to say so.
        assert_eq!(service.ports, [format!("127.0.0.1:{port}:{port}")]);
        assert_eq!(service.volumes, [format!("{}:{}", program.short, file.volume)]);
        let ["CMD", probe @ ..] = &*service.healthcheck.test.iter().map(String::as_str).collect::<Vec<_>>()
        else {
            panic!("{:?}", service.healthcheck.test)
        };
        program.probed_by(&probe.iter().map(|&word| word.to_owned()).collect::<Vec<_>>()).unwrap();
        let dockerfile = services().join(&service.build.context).join(&service.build.dockerfile);
        assert_eq!(
            dockerfile,
            services().join("..").join(format!("services/{}/Containerfile", program.short))
        );
        assert!(dockerfile.is_file(), "{}", dockerfile.display());
    }
    let address = &compose.services["query"].environment["ENTENTE_INGEST_ADDRESS"];
    assert_eq!(address.split_once("://").unwrap().1, "ingest:50051");
}

#[test]
fn containers_may_do_nothing_but_serve() {
    for (name, service) in compose().services {
        assert!(service.read_only, "{name}");
        assert_eq!(service.cap_drop, ["ALL"], "{name}");
        assert_eq!(service.security_opt, ["no-new-privileges:true"], "{name}");
        assert!(
            !service.mem_limit.is_empty() && service.pids_limit > 0 && service.healthcheck.retries > 0,
            "{name}"
        );
        assert_eq!(service.restart, "unless-stopped", "{name}");
        let Health { interval, timeout, start_period, .. } = &service.healthcheck;
        for duration in [&service.stop_grace_period, interval, timeout, start_period] {
            let seconds = duration.strip_suffix('s').and_then(|seconds| seconds.parse::<u32>().ok());
            assert!(seconds.is_some_and(|seconds| seconds > 3), "{name}: {duration}");
        }
    }
}

#[test]
fn volumes_and_secrets_are_told_of_once_and_used() {
    let compose = compose();
    let used =
        |of: fn(&Service) -> Vec<String>| compose.services.values().flat_map(of).collect::<BTreeSet<_>>();
    let volumes = used(|service| {
        service.volumes.iter().map(|mount| mount.split(':').next().unwrap_or_default().to_owned()).collect()
    });
    assert_eq!(volumes, compose.volumes.keys().cloned().collect());
    let secrets = used(|service| service.secrets.clone());
    assert_eq!(secrets, compose.secrets.keys().cloned().collect());
    for (name, secret) in &compose.secrets {
        // As `services/secrets entente-secrets` makes them.
        assert_eq!(secret.file, format!("entente-secrets/{name}"));
    }
    for (name, service) in &compose.services {
        let files = service.environment.values().filter_map(|value| value.strip_prefix("/run/secrets/"));
        let files: BTreeSet<_> = files.map(str::to_owned).collect();
        assert_eq!(files, service.secrets.iter().cloned().collect(), "{name}");
    }
}

#[test]
fn a_misspelt_key_is_named() {
    let path = services().join("compose.yaml");
    for (place, key) in [
        ("", "service"),
        ("/services/ingest", "readonly"),
        ("/services/query", "enviroment"),
        ("/services/query/healthcheck", "intervall"),
        ("/services/ingest/build", "containerfile"),
    ] {
        let mut file: Value = documents(&path).remove(0);
        file.pointer_mut(place).unwrap()[key] = Value::Null;
        let error = typed::<Compose>(file).unwrap_err();
        assert!(error.contains(key), "{place}/{key}: {error}");
    }
}
