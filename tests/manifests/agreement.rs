//! What stands in several places is the same in all of them: labels, ports, users, programs, settings, volumes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use k8s_openapi::api::core::v1::{Container, PodSpec, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::cluster::{Cluster, Kustomization, Workload, selects};
use crate::containerfile::Containerfile;
use crate::program::{Program, programs};
use crate::{read, services};

/// Each folder that can be deployed.
fn folders() -> Vec<PathBuf> {
    let overlays = services().join("kubernetes/overlays");
    let mut folders: Vec<_> =
        std::fs::read_dir(overlays).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 3, "{folders:?}");
    folders
}

/// Runs a check on all that each folder deploys.
#[track_caller]
fn each(check: impl Fn(&Cluster, &Workload<'_>, &Program) -> Result<(), String>) {
    for folder in folders() {
        let cluster = Cluster::of(&folder);
        for program in programs() {
            let workloads = cluster.workloads();
            let workload = workloads.iter().find(|workload| workload.name == program.short).unwrap();
            check(&cluster, workload, &program)
                .unwrap_or_else(|error| panic!("{}: {}: {error}", folder.display(), workload.name));
        }
    }
}

fn expect(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

fn pod<'c>(workload: &Workload<'c>) -> &'c PodSpec {
    workload.template.spec.as_ref().unwrap()
}

fn container<'c>(workload: &Workload<'c>) -> &'c Container {
    let [container] = pod(workload).containers.as_slice() else { panic!("{}: one container", workload.name) };
    container
}

/// The variables with values of their own.
pub(crate) fn variables(container: &Container) -> BTreeMap<String, String> {
    let variables = container.env.iter().flatten();
    variables.map(|variable| (variable.name.clone(), variable.value.clone().unwrap_or_default())).collect()
}

/// The number of a container's port that something names.
fn numbered(container: &Container, port: &IntOrString) -> Option<i32> {
    let mut ports = container.ports.iter().flatten();
    match port {
        IntOrString::Int(number) => ports.find(|own| own.container_port == *number),
        IntOrString::String(name) => ports.find(|own| own.name.as_ref() == Some(name)),
    }
    .map(|own| own.container_port)
}

#[test]
fn every_file_is_used() {
    let mut used = BTreeSet::new();
    for folder in folders().into_iter().chain([services().join("kubernetes/base")]) {
        let kustomization = Kustomization::of(&folder);
        used.insert(folder.join("kustomization.yaml"));
        let named =
            kustomization.resources.iter().chain(kustomization.patches.iter().map(|patch| &patch.path));
        used.extend(named.map(|path| folder.join(path).canonicalize().unwrap()));
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            assert!(used.contains(&file), "{}: no kustomization names it", file.display());
        }
    }
}

#[test]
fn the_settings_are_those_of_the_programs() {
    each(|_, workload, program| {
        let container = container(workload);
        let port = program.port_with(container.args.as_deref().unwrap_or_default(), &variables(container))?;
        expect(numbered(container, &IntOrString::Int(port.into())).is_some(), || {
            format!("it listens on {port}, which is no port of the container")
        })
    });
}

#[test]
fn the_image_is_the_one_that_is_built() {
    each(|_, workload, program| {
        let (container, file) = (container(workload), Containerfile::of(program.short));
        let image = format!("{}:{}", program.name, env!("CARGO_PKG_VERSION"));
        expect(container.image.as_deref() == Some(&image), || format!("the image is not {image}"))?;
        let user = pod(workload).security_context.as_ref().and_then(|context| context.run_as_user);
        expect(user.is_some_and(|user| file.user == format!("{user}:{user}")), || {
            format!("runs as {user:?}, the image as {}", file.user)
        })?;
        let mounted = container.volume_mounts.iter().flatten().any(|mount| mount.mount_path == file.volume);
        expect(mounted, || format!("nothing is mounted on {}", file.volume))?;
        let ports: Vec<i32> = container.ports.iter().flatten().map(|port| port.container_port).collect();
        expect(file.ports.iter().map(|&port| i32::from(port)).eq(ports.iter().copied()), || {
            format!("its ports are {ports:?}, of the image {:?}", file.ports)
        })?;
        let set = |variables: &BTreeMap<String, String>, key: &str| variables.get(key).cloned();
        for key in ["ENTENTE_LISTEN", "ENTENTE_METRICS_LISTEN", "ENTENTE_DATA_DIR"] {
            let (here, there) = (set(&variables(container), key), set(&file.variables, key));
            expect(here == there, || format!("{key} is {here:?}, of the image {there:?}"))?;
        }
        Ok(())
    });
}

#[test]
fn labels_and_ports_lead_where_they_say() {
    each(|cluster, workload, program| {
        let (meta, container) = (workload.template.metadata.as_ref(), container(workload));
        let own = workload.selector.match_labels.clone().unwrap_or_default();
        expect(selects(&own, meta), || "it does not select its own pods".to_owned())?;
        let service = cluster.services[workload.name].spec.clone().unwrap();
        expect(selects(&service.selector.unwrap_or_default(), meta), || {
            "its service selects other pods".to_owned()
        })?;
        for port in service.ports.unwrap_or_default() {
            let target = port.target_port.unwrap_or(IntOrString::Int(port.port));
            let leads = numbered(container, &target);
            expect(leads == Some(port.port), || {
                format!("port {} of its service leads to {leads:?}", port.port)
            })?;
        }
        let budget = cluster.budgets[workload.name].spec.clone().unwrap();
        let selector = budget.selector.and_then(|selector| selector.match_labels).unwrap_or_default();
        expect(selects(&selector, meta), || "its disruption budget is for other pods".to_owned())?;
        let policy = cluster.policies[workload.name].spec.clone().unwrap();
        let selector = policy.pod_selector.and_then(|selector| selector.match_labels).unwrap_or_default();
        expect(selects(&selector, meta), || "its network policy is for other pods".to_owned())?;
        let reached = policy.ingress.iter().flatten().flat_map(|rule| rule.ports.iter().flatten());
        for port in reached.filter_map(|port| port.port.as_ref()) {
            expect(numbered(container, port).is_some(), || {
                format!("its network policy knows a port {port:?}")
            })?;
        }
        let account = pod(workload).service_account_name.clone().unwrap_or_default();
        expect(cluster.accounts.contains_key(&account), || format!("no account {account}"))?;
        expect(program.short == workload.name, || "names differ".to_owned())
    });
}

#[test]
fn query_may_reach_ingest_and_calls_it_by_its_service() {
    for folder in folders() {
        let cluster = Cluster::of(&folder);
        let workloads = cluster.workloads();
        let find = |name: &str| workloads.iter().find(|workload| workload.name == name).unwrap();
        let (ingest, query) = (find("ingest"), find("query"));
        let may = |policy: &str, into: bool, other: &Workload<'_>| {
            let spec = cluster.policies[policy].spec.clone().unwrap();
            let ingress =
                spec.ingress.unwrap_or_default().into_iter().flat_map(|rule| rule.from.unwrap_or_default());
            let egress =
                spec.egress.unwrap_or_default().into_iter().flat_map(|rule| rule.to.unwrap_or_default());
            let peers: Vec<_> = if into { ingress.collect() } else { egress.collect() };
            peers.into_iter().any(|peer| {
                let labels = peer.pod_selector.and_then(|selector| selector.match_labels).unwrap_or_default();
                peer.namespace_selector.is_none() && selects(&labels, other.template.metadata.as_ref())
            })
        };
        assert!(may("ingest", true, query) && may("query", false, ingest), "{}", folder.display());
        let address = &variables(container(query))["ENTENTE_INGEST_ADDRESS"];
        let port = cluster.services["ingest"].spec.as_ref().unwrap().ports.as_ref().unwrap()[0].port;
        assert_eq!(address.split_once("://").unwrap().1, format!("ingest:{port}"), "{}", folder.display());
    }
}

#[test]
fn probes_can_be_answered() {
    each(|_, workload, program| {
        let container = container(workload);
        let probes = [&container.startup_probe, &container.liveness_probe, &container.readiness_probe];
        for probe in probes {
            let Probe { exec, grpc, timeout_seconds, .. } = probe.as_ref().ok_or("a probe is missing")?;
            match (exec, grpc) {
                (Some(exec), None) => program.probed_by(exec.command.as_deref().unwrap_or_default())?,
                (None, Some(grpc)) => {
                    let port = IntOrString::Int(grpc.port);
                    expect(numbered(container, &port).is_some(), || format!("a probe asks on {port:?}"))?;
                    let asked = grpc.service.as_deref();
                    expect(asked.is_none_or(|name| name == entente_runtime::health::LIVE), || {
                        format!("nothing is called {asked:?}")
                    })?;
                }
                _ => return Err("a probe asks in no way or in two".to_owned()),
            }
            // The subcommand gives up by itself after 3 s and then says why.
            expect(timeout_seconds.is_some_and(|seconds| seconds > 3), || "a probe is cut short".to_owned())?;
        }
        Ok(())
    });
}

#[test]
fn pods_may_do_nothing_but_serve() {
    each(|_, workload, _| {
        let (pod, container) = (pod(workload), container(workload));
        let of_pod = pod.security_context.as_ref().ok_or("the pod has no security context")?;
        let own = container.security_context.as_ref().ok_or("the container has no security context")?;
        let dropped = own.capabilities.as_ref().and_then(|capabilities| capabilities.drop.clone());
        let seccomp = of_pod.seccomp_profile.as_ref().map(|profile| profile.type_.as_str());
        for (holds, what) in [
            (of_pod.run_as_non_root == Some(true), "may run as root"),
            (of_pod.run_as_user.is_some_and(|user| user > 0), "runs as root"),
            (of_pod.fs_group == of_pod.run_as_group, "its volumes are another group's"),
            (seccomp == Some("RuntimeDefault"), "may call all of the kernel"),
            (own.read_only_root_filesystem == Some(true), "may write to its root"),
            (own.allow_privilege_escalation == Some(false), "may gain privileges"),
            (dropped == Some(vec!["ALL".to_owned()]), "keeps capabilities"),
            (pod.automount_service_account_token == Some(false), "is given a token of the cluster"),
        ] {
            expect(holds, || what.to_owned())?;
        }
        Ok(())
    });
}

#[test]
fn resources_are_asked_for_and_bounded() {
    each(|_, workload, _| {
        let resources = container(workload).resources.clone().ok_or("no resources")?;
        let (requests, limits) =
            (resources.requests.unwrap_or_default(), resources.limits.unwrap_or_default());
        for name in requests.keys().chain(limits.keys()) {
            expect(["cpu", "memory"].contains(&name.as_str()), || format!("no such resource: {name}"))?;
        }
        expect(requests.contains_key("cpu"), || "no processor is asked for".to_owned())?;
        expect(requests.contains_key("memory") && limits.contains_key("memory"), || {
            "memory is unbounded".to_owned()
        })
    });
}

#[test]
fn volumes_are_there_and_secrets_are_documented() {
    let page = read(&services().join("README.md"));
    each(|_, workload, _| {
        let volumes = pod(workload).volumes.as_deref().unwrap_or_default();
        let known: BTreeSet<_> = volumes
            .iter()
            .map(|volume| volume.name.as_str())
            .chain(workload.claims.iter().copied())
            .collect();
        let mounted: BTreeSet<_> =
            container(workload).volume_mounts.iter().flatten().map(|mount| mount.name.as_str()).collect();
        expect(known == mounted, || format!("volumes are {known:?}, mounted {mounted:?}"))?;
        let places: Vec<_> = container(workload)
            .volume_mounts
            .iter()
            .flatten()
            .map(|mount| mount.mount_path.as_str())
            .collect();
        for (variable, value) in variables(container(workload)) {
            let mounted =
                places.iter().any(|place| value == *place || value.starts_with(&format!("{place}/")));
            expect(mounted || !value.starts_with('/'), || {
                format!("{variable} is {value}, where nothing is mounted")
            })?;
            if let Some(key) = value.strip_prefix("/run/secrets/").and_then(|file| file.rsplit('/').next()) {
                let made = page.contains(&format!("--from-file={key}="));
                expect(made, || format!("services/README.md does not tell how to make {key}"))?;
            }
        }
        let secrets = volumes.iter().filter_map(|volume| volume.secret.as_ref()?.secret_name.as_deref());
        for secret in secrets {
            expect(page.contains(&format!("secret generic {secret} ")), || {
                format!("services/README.md does not tell how to make {secret}")
            })?;
        }
        Ok(())
    });
}
