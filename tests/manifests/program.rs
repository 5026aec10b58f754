//! The programs that the images hold, as manifests start them.

use std::collections::BTreeMap;

use clap::{ArgAction, Command, CommandFactory as _, FromArgMatches as _};
use entente_runtime::{ListenArgs, config::refuse_unknown_variables};

/// One of the two.
pub(crate) struct Program {
    /// As its image is called, and its file.
    pub(crate) name: &'static str,
    /// As its service and its workload are called.
    pub(crate) short: &'static str,
    /// The port that it listens on unless it is told otherwise.
    pub(crate) port: u16,
    command: Command,
}

pub(crate) fn programs() -> [Program; 2] {
    [
        Program {
            name: "entente-ingest",
            short: "ingest",
            port: entente_ingest::DEFAULT_ADDRESS.port(),
            command: entente_ingest::Arguments::command(),
        },
        Program {
            name: "entente-query",
            short: "query",
            port: entente_query::DEFAULT_ADDRESS.port(),
            command: entente_query::Arguments::command(),
        },
    ]
}

impl Program {
    /// Takes arguments and variables as the program does, and tells the port that it would listen on. Files are not looked at.
    pub(crate) fn port_with(
        &self,
        arguments: &[String],
        variables: &BTreeMap<String, String>,
    ) -> Result<u16, String> {
        refuse_unknown_variables(&self.command, variables.keys().cloned())
            .map_err(|error| error.to_string())?;
        // As flags: what a variable holds is checked as the flag's value is.
        let mut line = vec![self.name.to_owned()];
        for (variable, value) in variables {
            let of = |argument: &&clap::Arg| argument.get_env().is_some_and(|env| env == variable.as_str());
            let Some(argument) = self.command.get_arguments().find(of) else { continue };
            let flag = argument.get_long().ok_or_else(|| format!("{variable} has no flag"))?;
            match (argument.get_action(), value.as_str()) {
                (ArgAction::SetTrue, "true") => line.push(format!("--{flag}")),
                (ArgAction::SetTrue, _) => return Err(format!("{variable} is {value}: expected true")),
                _ => line.push(format!("--{flag}={value}")),
            }
        }
        line.extend_from_slice(arguments);
        let matches = self.command.clone().try_get_matches_from(line).map_err(|error| error.to_string())?;
        let listen = ListenArgs::from_arg_matches(&matches).map_err(|error| error.to_string())?;
        Ok(listen.listen.map_or(self.port, |address| address.port()))
    }

    /// Whether the program has the subcommand that a probe calls.
    pub(crate) fn probed_by(&self, command: &[String]) -> Result<(), String> {
        match command {
            [program, arguments @ ..] if *program == format!("/{}", self.name) => {
                let line =
                    std::iter::once(&self.name.to_owned()).chain(arguments).cloned().collect::<Vec<_>>();
                let matches =
                    self.command.clone().try_get_matches_from(line).map_err(|error| error.to_string())?;
                matches.subcommand_name().map(drop).ok_or_else(|| format!("{command:?} would serve"))
            }
            _ => Err(format!("{command:?} is not the program of the image")),
        }
    }
}

#[test]
fn a_misspelt_setting_is_named() {
    let [ingest, query] = programs();
    let set = |name: &str, value: &str| BTreeMap::from([(name.to_owned(), value.to_owned())]);
    assert_eq!(ingest.port_with(&[], &set("ENTENTE_LISTEN", "0.0.0.0:7000")), Ok(7000));
    assert_eq!(query.port_with(&["--listen=0.0.0.0:7000".to_owned()], &BTreeMap::new()), Ok(7000));
    assert_eq!(query.port_with(&[], &set("PATH", "/bin")), Ok(50052));
    for (program, arguments, variables, named) in [
        (&ingest, vec![], set("ENTENTE_LISTNE", "0.0.0.0:1"), "ENTENTE_LISTNE"),
        (&ingest, vec![], set("ENTENTE_LISTEN", "everywhere"), "everywhere"),
        (&ingest, vec![], set("ENTENTE_INGEST_ADDRESS", "ingest:50051"), "ENTENTE_INGEST_ADDRESS"),
        (&query, vec!["--data".to_owned()], BTreeMap::new(), "--data"),
    ] {
        let error = program.port_with(&arguments, &variables).unwrap_err();
        assert!(error.contains(named), "{error}");
    }
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(ingest.probed_by(&words("/entente-ingest health --live")), Ok(()));
    for wrong in
        ["/entente-ingest", "/entente-ingest helath", "/entente-query health", "entente-ingest health"]
    {
        assert!(ingest.probed_by(&words(wrong)).is_err(), "{wrong}");
    }
}
