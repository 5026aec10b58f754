//! YAML into types, with every key accounted for.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::read;

/// The documents of a file. A key that stands twice is an error.
pub(crate) fn documents(path: &Path) -> Vec<Value> {
    serde_saphyr::from_multiple(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The one document of a file, typed.
pub(crate) fn document<T: DeserializeOwned>(path: &Path) -> T {
    let documents: [Value; 1] = documents(path).try_into().unwrap();
    let [document] = documents;
    typed(document).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A value of type `T`. Types of Kubernetes skip keys that they don't know: each is an error here, named by its path.
pub(crate) fn typed<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    let mut unknown = Vec::new();
    let typed = serde_ignored::deserialize(value, |path| unknown.push(path.to_string()));
    let typed = typed.map_err(|error| error.to_string())?;
    if unknown.is_empty() { Ok(typed) } else { Err(format!("nobody knows {}", unknown.join(", "))) }
}

#[test]
fn a_misspelt_key_is_named() {
    use k8s_openapi::api::apps::v1::StatefulSet;
    let path = crate::services().join("kubernetes/base/ingest.yaml");
    let set = documents(&path).into_iter().find(|object| object["kind"] == "StatefulSet").unwrap();
    assert!(typed::<StatefulSet>(set.clone()).is_ok());
    for (place, key) in [
        ("", "sepc"),
        ("/metadata", "lables"),
        ("/spec", "replica"),
        ("/spec/template/spec", "fsGroup"),
        ("/spec/template/spec/containers/0", "readynessProbe"),
        ("/spec/template/spec/containers/0/securityContext", "readonlyRootFilesystem"),
        ("/spec/volumeClaimTemplates/0/spec", "accessMode"),
    ] {
        let mut wrong = set.clone();
        wrong.pointer_mut(place).unwrap()[key] = Value::Null;
        let error = typed::<StatefulSet>(wrong).unwrap_err();
        assert!(error.contains(key), "{place}/{key}: {error}");
    }
    let mut wrong = set;
    wrong["spec"]["replicas"] = "one".into();
    assert!(typed::<StatefulSet>(wrong).is_err());
}
