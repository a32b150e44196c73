//! A session of another client, held open.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use libtest_mimic::Failed;
use mailcheck_tests::lab::{Inside, PASSWORD, State};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// It ends, without a goodbye, when this is dropped.
#[derive(Debug)]
pub(super) struct Held(BufReader<StreamOwned<ClientConnection, TcpStream>>);

impl Held {
    /// Logs `user` in over IMAP.
    pub(super) fn imap(lab: &Inside, state: &State, user: &str) -> Result<Self, Failed> {
        let mut held = Self::open(lab, state, 993)?;
        held.ask(&format!("a LOGIN {user} \"{PASSWORD}\""), "a OK")?;
        Ok(held)
    }

    /// Logs `user` in over POP3.
    pub(super) fn pop3(lab: &Inside, state: &State, user: &str) -> Result<Self, Failed> {
        let mut held = Self::open(lab, state, 995)?;
        held.ask(&format!("USER {user}"), "+OK")?;
        held.ask(&format!("PASS {PASSWORD}"), "+OK")?;
        Ok(held)
    }

    /// Connects and reads the greeting.
    fn open(lab: &Inside, state: &State, port: u16) -> Result<Self, Failed> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(&fs::read(lab.ca_file())?)?)?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connection = ClientConnection::new(Arc::new(config), state.host().try_into()?)?;
        let stream = StreamOwned::new(connection, TcpStream::connect((state.ipv4(), port))?);
        let mut held = Self(BufReader::new(stream));
        held.0.read_line(&mut String::new())?;
        Ok(held)
    }

    /// Says a line, and reads what comes up to the answer, which has to begin so.
    fn ask(&mut self, line: &str, expected: &str) -> Result<(), Failed> {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes())?;
        let mut answer = String::from("*");
        while answer.starts_with('*') {
            answer.clear();
            self.0.read_line(&mut answer)?;
        }
        if answer.starts_with(expected) { Ok(()) } else { Err(answer.into()) }
    }
}
