//! What to log in with beside a password, and by which mechanisms: a certificate of the person's own.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use mailcheck::net::ClientCertificate;

use crate::complaint::{Complaint, Message};
use crate::reasons;

/// Options for them.
#[derive(Args, Debug)]
#[command(next_help_heading = "Logging in")]
pub(crate) struct OwnCertificate {
    /// Show this certificate to servers that ask for one; without a password it is what to log in with
    /// (EXTERNAL)
    #[arg(long, value_name = "PEM", value_hint = ValueHint::FilePath, conflicts_with = "no_login")]
    client_certificate: Option<PathBuf>,
    /// The private key of --client-certificate, if it stands in another file
    #[arg(long, value_name = "PEM", value_hint = ValueHint::FilePath)]
    #[arg(requires = "client_certificate")]
    client_key: Option<PathBuf>,
    /// After a log-in that worked also try every other mechanism that is offered, to find those that do not
    /// work; up to 2 log-ins may be refused (one more connection each)
    #[arg(long, conflicts_with_all = ["no_login", "auth"])]
    pub(crate) all_mechanisms: bool,
}

impl OwnCertificate {
    /// Reads it, if one is named.
    pub(crate) fn read(&self) -> Result<Option<ClientCertificate>, Complaint> {
        let Some(path) = &self.client_certificate else { return Ok(None) };
        let certificates = contents(path, "client-certificate-unreadable")?;
        let key = self.client_key.as_deref();
        let key = key.map(|path| contents(path, "client-key-unreadable")).transpose()?;
        let read = ClientCertificate::from_pem(&certificates, key.as_deref().map(Vec::as_slice));
        read.map(Some).map_err(|why| {
            let message = Message::new("client-certificate-unusable").path(path);
            message.with("why", reasons::of(&why)).into()
        })
    }
}

fn contents(
    path: &Path,
    unreadable: &'static str,
) -> Result<zeroize::Zeroizing<Vec<u8>>, Complaint> {
    match fs::metadata(path) {
        Ok(found) if found.len() > MAX_OCTETS => {
            Err(Message::new("client-certificate-too-long").path(path).into())
        }
        _other => fs::read(path).map(zeroize::Zeroizing::new).map_err(|why| {
            let message = Message::new(unreadable).path(path);
            message.with("why", reasons::of(&why)).into()
        }),
    }
}

/// More than any chain has.
const MAX_OCTETS: u64 = 1024 * 1024;
