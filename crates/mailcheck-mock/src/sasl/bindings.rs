//! What ties a log-in to the TLS connection that it goes through, so that nobody can pass it on, and
//! who is known from there.

use std::fmt;

use aws_lc_rs::digest;
use rustls::ProtocolVersion;
use rustls::ServerConnection;
use rustls::pki_types::CertificateDer;
use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry;
use x509_parser::prelude::FromDer;

use crate::sasl::external;

/// The channel bindings of one connection; none in clear.
#[derive(Clone, Default)]
pub(crate) struct Bindings {
    /// `tls-exporter` (RFC 9266 §2).
    exporter: Option<[u8; EXPORTER_OCTETS]>,
    /// `tls-server-end-point` (RFC 5929 §4).
    end_point: Option<Vec<u8>>,
    /// Whose certificate the client showed, if it showed one.
    client: Option<String>,
}

/// RFC 9266 §2.
const EXPORTER_OCTETS: usize = 32;
const EXPORTER_LABEL: &[u8] = b"EXPORTER-Channel-Binding";

impl Bindings {
    /// Those of a connection whose handshake is complete, on which the server showed `leaf`.
    pub(crate) fn new(tls: &ServerConnection, leaf: Option<&CertificateDer<'_>>) -> Self {
        // Before TLS 1.3 an exporter is unique only with an extension (RFC 9266 §4.2) of which the
        // TLS library does not say whether it was agreed on.
        let is_unique = tls.protocol_version() == Some(ProtocolVersion::TLSv1_3);
        let export =
            || tls.export_keying_material([0; EXPORTER_OCTETS], EXPORTER_LABEL, Some(b"")).ok();
        let exporter = is_unique.then(export).flatten();
        let client = tls.peer_certificates().and_then(|chain| external::owner(chain.first()?));
        Self { exporter, end_point: leaf.and_then(|leaf| end_point(leaf)), client }
    }

    /// The binding of a type by its registered name.
    ///
    /// `tls-unique` is not there: TLS 1.3 has none, and in TLS 1.2 it is not safe (RFC 9266 §1).
    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        match name {
            "tls-exporter" => self.exporter.as_ref().map(<[u8; EXPORTER_OCTETS]>::as_slice),
            "tls-server-end-point" => self.end_point.as_deref(),
            _ => None,
        }
    }

    /// Whose certificate the client showed, if it showed one.
    pub(crate) fn client(&self) -> Option<&str> {
        self.client.as_deref()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.exporter.is_none() && self.end_point.is_none()
    }
}

impl fmt::Debug for Bindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bindings").finish_non_exhaustive()
    }
}

/// The hash of a certificate by the function of its own signature, where MD5 and SHA-1 count as
/// SHA-256 (RFC 5929 §4.1). Undefined where that is not one function, as with Ed25519; nor is that
/// of RSA-PSS read, whose function is a parameter.
fn end_point(leaf: &[u8]) -> Option<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(leaf).ok()?;
    let signed_by = &certificate.signature_algorithm.algorithm;
    let (_, function) = END_POINT_HASHES.iter().find(|(known, _)| known == signed_by)?;
    Some(digest::digest(function, leaf).as_ref().to_vec())
}

static END_POINT_HASHES: &[(oid_registry::Oid<'_>, &digest::Algorithm)] = &[
    (oid_registry::OID_PKCS1_MD5WITHRSAENC, &digest::SHA256),
    (oid_registry::OID_PKCS1_SHA1WITHRSA, &digest::SHA256),
    (oid_registry::OID_PKCS1_SHA256WITHRSA, &digest::SHA256),
    (oid_registry::OID_PKCS1_SHA384WITHRSA, &digest::SHA384),
    (oid_registry::OID_PKCS1_SHA512WITHRSA, &digest::SHA512),
    (oid_registry::OID_SIG_ECDSA_WITH_SHA256, &digest::SHA256),
    (oid_registry::OID_SIG_ECDSA_WITH_SHA384, &digest::SHA384),
    (oid_registry::OID_SIG_ECDSA_WITH_SHA512, &digest::SHA512),
];

#[cfg(test)]
impl Bindings {
    /// For tests without TLS.
    pub(crate) fn made_up(exporter: [u8; EXPORTER_OCTETS]) -> Self {
        Self { exporter: Some(exporter), end_point: None, client: None }
    }
}
