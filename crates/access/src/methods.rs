//! Which role each method takes.

use entente_runtime::Role;
use entente_runtime::Role::{Admin, Reader, Writer};

/// Each method of the contract by its path, and the least role that may call it. A test fails where one is missing.
pub const METHODS: &[(&str, Role)] = &[
    ("/entente.v1.EventLogService/BackupLog", Admin),
    ("/entente.v1.EventLogService/TailEvents", Reader),
    ("/entente.v1.IngestService/EraseArticle", Admin),
    ("/entente.v1.IngestService/EraseArticles", Admin),
    ("/entente.v1.IngestService/ExplainExtraction", Reader),
    ("/entente.v1.IngestService/GetArticle", Reader),
    ("/entente.v1.IngestService/IngestArticle", Writer),
    ("/entente.v1.IngestService/IngestArticles", Writer),
    ("/entente.v1.IngestService/ListArticles", Reader),
    ("/entente.v1.IngestService/ParseArticle", Reader),
    ("/entente.v1.IngestService/ReextractArticles", Admin),
    ("/entente.v1.IngestService/RetractArticle", Writer),
    ("/entente.v1.QueryService/AnswerQuestion", Reader),
    ("/entente.v1.QueryService/ExecutePlan", Reader),
    ("/entente.v1.QueryService/GetEntity", Reader),
    ("/entente.v1.QueryService/GetFact", Reader),
    ("/entente.v1.QueryService/GetIndexStatus", Reader),
    ("/entente.v1.QueryService/GetTimeline", Reader),
    ("/entente.v1.QueryService/ListContradictions", Reader),
    ("/entente.v1.QueryService/ListEvents", Reader),
    ("/entente.v1.QueryService/ListPartnerships", Reader),
    ("/entente.v1.QueryService/ListStakes", Reader),
    ("/entente.v1.QueryService/ListStatements", Reader),
    ("/entente.v1.QueryService/ListStrategies", Reader),
    ("/entente.v1.QueryService/ResolveEntities", Reader),
    ("/entente.v1.QueryService/SearchEvidence", Reader),
    ("/entente.v1.QueryService/TraceOwnership", Reader),
    ("/entente.v1.QueryService/VerifyCitation", Reader),
    ("/entente.v1.QueryService/WatchEvents", Reader),
    ("/entente.v1.QueryService/WatchFacts", Reader),
];

#[cfg(test)]
mod tests {
    use entente_wire::FILE_DESCRIPTOR_SET;
    use prost::Message as _;
    use prost_types::FileDescriptorSet;

    use super::*;

    #[test]
    fn each_method_of_the_contract_is_in_the_table_once_and_no_other() {
        let set = FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap();
        let mut contract: Vec<String> = Vec::new();
        for file in &set.file {
            for service in &file.service {
                let path = |name: &str| format!("/{}.{}/{name}", file.package(), service.name());
                contract.extend(service.method.iter().map(|method| path(method.name())));
            }
        }
        contract.sort();
        let table: Vec<&str> = METHODS.iter().map(|(path, _)| *path).collect();
        assert_eq!(table, contract, "the table is sorted and holds what the contract has");
    }
}
