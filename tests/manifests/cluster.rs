//! All that an overlay of kustomize deploys, as typed objects.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use k8s_openapi::DeepMerge;
use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use k8s_openapi::api::core::v1::{PodTemplateSpec, Service, ServiceAccount};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::strict::{document, documents, typed};

/// A file of kustomize, with the keys that are used here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Kustomization {
    api_version: String,
    kind: String,
    #[serde(default)]
    pub(crate) resources: Vec<PathBuf>,
    #[serde(default)]
    pub(crate) patches: Vec<Patch>,
}

/// A partial object, which is merged into the one of its kind and name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Patch {
    pub(crate) path: PathBuf,
}

/// What is deployed, by kind and name.
#[derive(Debug, Default)]
pub(crate) struct Cluster {
    pub(crate) accounts: Named<ServiceAccount>,
    pub(crate) services: Named<Service>,
    pub(crate) sets: Named<StatefulSet>,
    pub(crate) deployments: Named<Deployment>,
    pub(crate) policies: Named<NetworkPolicy>,
    pub(crate) budgets: Named<PodDisruptionBudget>,
}

type Named<T> = BTreeMap<String, T>;

/// What runs pods.
pub(crate) struct Workload<'c> {
    pub(crate) name: &'c str,
    pub(crate) selector: &'c LabelSelector,
    pub(crate) template: &'c PodTemplateSpec,
    /// Volumes that are claimed for each pod.
    pub(crate) claims: Vec<&'c str>,
}

impl Cluster {
    /// What the kustomization of a folder deploys, its patches merged in as kustomize does: lists of containers, variables,
    /// ports and volumes by their names.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut cluster = Self::default();
        let kustomization = Kustomization::of(folder);
        for resource in &kustomization.resources {
            let path = folder.join(resource);
            if path.is_dir() {
                cluster.take_over(Self::of(&path));
            } else {
                for object in documents(&path) {
                    cluster.add(object).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                }
            }
        }
        for patch in &kustomization.patches {
            let path = folder.join(&patch.path);
            for object in documents(&path) {
                cluster.patch(object).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
        }
        cluster
    }

    fn take_over(&mut self, other: Self) {
        self.accounts.extend(other.accounts);
        self.services.extend(other.services);
        self.sets.extend(other.sets);
        self.deployments.extend(other.deployments);
        self.policies.extend(other.policies);
        self.budgets.extend(other.budgets);
    }

    fn add(&mut self, object: Value) -> Result<(), String> {
        fn into<T: DeserializeOwned>(named: &mut Named<T>, name: &str, object: Value) -> Result<(), String> {
            match named.insert(name.to_owned(), typed(object)?) {
                None => Ok(()),
                Some(_) => Err(format!("{name} is there already")),
            }
        }
        let (kind, name) = kind_and_name(&object)?;
        match kind.as_str() {
            "v1/ServiceAccount" => into(&mut self.accounts, &name, object),
            "v1/Service" => into(&mut self.services, &name, object),
            "apps/v1/StatefulSet" => into(&mut self.sets, &name, object),
            "apps/v1/Deployment" => into(&mut self.deployments, &name, object),
            "networking.k8s.io/v1/NetworkPolicy" => into(&mut self.policies, &name, object),
            "policy/v1/PodDisruptionBudget" => into(&mut self.budgets, &name, object),
            _ => Err(format!("{kind} {name}: no type for the kind")),
        }
    }

    fn patch(&mut self, object: Value) -> Result<(), String> {
        fn onto<T: DeserializeOwned + DeepMerge>(
            named: &mut Named<T>,
            name: &str,
            object: Value,
        ) -> Result<(), String> {
            let whole = named.get_mut(name).ok_or_else(|| format!("{name} is not there to be patched"))?;
            whole.merge_from(typed(object)?);
            Ok(())
        }
        let (kind, name) = kind_and_name(&object)?;
        match kind.as_str() {
            "v1/Service" => onto(&mut self.services, &name, object),
            "apps/v1/StatefulSet" => onto(&mut self.sets, &name, object),
            "apps/v1/Deployment" => onto(&mut self.deployments, &name, object),
            "networking.k8s.io/v1/NetworkPolicy" => onto(&mut self.policies, &name, object),
            _ => Err(format!("{kind} {name}: no patch for the kind")),
        }
    }

    pub(crate) fn workloads(&self) -> Vec<Workload<'_>> {
        let sets = self.sets.iter().map(|(name, set)| {
            let spec = set.spec.as_ref().unwrap();
            let claims = spec.volume_claim_templates.iter().flatten();
            let claims = claims.map(|claim| claim.metadata.name.as_deref().unwrap()).collect();
            Workload { name, selector: &spec.selector, template: &spec.template, claims }
        });
        let deployments = self.deployments.iter().map(|(name, deployment)| {
            let spec = deployment.spec.as_ref().unwrap();
            Workload { name, selector: &spec.selector, template: &spec.template, claims: Vec::new() }
        });
        sets.chain(deployments).collect()
    }
}

impl Kustomization {
    pub(crate) fn of(folder: &Path) -> Self {
        let kustomization: Self = document(&folder.join("kustomization.yaml"));
        assert_eq!(kustomization.kind, "Kustomization", "{}", folder.display());
        assert_eq!(kustomization.api_version, "kustomize.config.k8s.io/v1beta1", "{}", folder.display());
        kustomization
    }
}

fn kind_and_name(object: &Value) -> Result<(String, String), String> {
    let text = |pointer: &str| {
        object.pointer(pointer).and_then(Value::as_str).ok_or_else(|| format!("no {pointer}"))
    };
    Ok((format!("{}/{}", text("/apiVersion")?, text("/kind")?), text("/metadata/name")?.to_owned()))
}

/// Whether the labels of `meta` are those that `selector` asks for.
pub(crate) fn selects(selector: &BTreeMap<String, String>, meta: Option<&ObjectMeta>) -> bool {
    let labels = meta.and_then(|meta| meta.labels.as_ref());
    !selector.is_empty()
        && selector.iter().all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
}
