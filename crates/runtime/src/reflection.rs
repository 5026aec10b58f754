//! Server reflection, so that grpcurl and the like can call every method and read every error.

use tonic::service::Routes;
use tonic_reflection::{pb, server::Builder};

use crate::Error;

/// Adds reflection v1 and v1alpha (older clients know only the latter) to `routes`.
///
/// `sets` are encoded `FileDescriptorSet`s, imports included. Those of health, of reflection itself and of the
/// error details come from here: without the last a client can't decode what an error says.
pub(crate) fn add(routes: Routes, sets: &[&[u8]]) -> Result<Routes, Error> {
    let own = [
        pb::v1::FILE_DESCRIPTOR_SET,
        pb::v1alpha::FILE_DESCRIPTOR_SET,
        tonic_health::pb::FILE_DESCRIPTOR_SET,
        tonic_types::pb::FILE_DESCRIPTOR_SET,
    ];
    let builder = || {
        let start = Builder::configure().include_reflection_service(false);
        sets.iter().chain(&own).fold(start, |builder, set| builder.register_encoded_file_descriptor_set(set))
    };
    let v1 = builder().build_v1().map_err(Error::Descriptors)?;
    let v1alpha = builder().build_v1alpha().map_err(Error::Descriptors)?;
    Ok(routes.add_service(v1).add_service(v1alpha))
}
