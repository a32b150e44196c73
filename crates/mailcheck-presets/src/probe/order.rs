//! The order of looks: by chance, so that no provider gets all at once, and the same in every run.

use mailcheck::model::Endpoint;
use sha2::{Digest as _, Sha256};

/// The place of an endpoint in the order.
pub(super) fn rank(endpoint: &Endpoint) -> u64 {
    let digest: [u8; 32] = Sha256::digest(endpoint.to_string()).into();
    digest.first_chunk().copied().map_or(0, u64::from_be_bytes)
}
