//! The option that names a POP3 server.

use clap::Args;
use mailcheck::model::{Endpoint, Service};

/// The other server for reading mail.
#[derive(Args, Debug)]
pub(crate) struct Pop3 {
    /// The server for fetching mail by POP3; with --imap both are tested, one log-in after the other
    #[arg(long, value_name = "HOST[:PORT][/SECURITY]")]
    #[arg(value_parser = |text: &str| Endpoint::parse(Service::Pop3, text))]
    pub(crate) pop3: Option<Endpoint>,
}
