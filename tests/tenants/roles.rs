//! What each role may call, over real sockets: whatever bytes a call brings, the role is looked at first.

use entente_access::METHODS;
use entente_runtime::{Role, Way};
use entente_tests::soon;
use entente_wire::v1::ErrorReason;
use tonic::client::Grpc;
use tonic::{Code, Request, Status};
use tonic_prost::ProstCodec;

use crate::asker::House;

/// How a call with an empty message begins.
async fn begins(way: &Way, path: &'static str) -> Result<(), Status> {
    let mut grpc = Grpc::new(way.clone());
    soon(grpc.ready()).await.map_err(|error| Status::unavailable(error.to_string()))?;
    let codec = ProstCodec::<(), ()>::default();
    let request = Request::new(tokio_stream::iter([()]));
    soon(grpc.streaming(request, path.parse().unwrap(), codec)).await.map(drop)
}

#[tokio::test]
async fn each_call_takes_its_role_and_no_less() {
    let house = House::start().await;
    let nobody = house.nobody();
    for &(path, least) in METHODS {
        let side = |asker: &crate::asker::Asker| {
            if path.contains("QueryService") { asker.query.clone() } else { asker.ingest.clone() }
        };
        let status = begins(&side(&nobody), path).await.unwrap_err();
        assert_eq!(
            (status.code(), ErrorReason::of(&status)),
            (Code::Unauthenticated, Some(ErrorReason::TokenRequired)),
            "{path}"
        );
        for (asker, role) in
            [(&house.reader, Role::Reader), (&house.writer, Role::Writer), (&house.acme, Role::Admin)]
        {
            let reason = begins(&side(asker), path).await.err().and_then(|status| ErrorReason::of(&status));
            let refused = reason == Some(ErrorReason::RoleInsufficient);
            assert_eq!(refused, role < least, "{path} as {role}: {reason:?}");
        }
    }
    house.stop().await;
}
