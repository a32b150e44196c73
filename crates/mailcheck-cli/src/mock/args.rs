//! The arguments of `mailcheck mock`.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use mailcheck::model::{Address, Host};

use crate::args::seconds;

/// Be a mail provider that misbehaves on demand, to test mail programs with
///
/// It speaks IMAP, POP3 and SMTP submission on this computer alone, unless --address says otherwise,
/// and tells first where, which certificate to trust, and who may log in with what. Accounts and
/// passwords are made up. It runs until Ctrl-C, SIGTERM or the end of --for, or until the COMMAND ends.
#[derive(Args, Debug)]
#[command(
    override_usage = "mailcheck mock [OPTIONS] [SCENARIO]\n       \
                      mailcheck mock [OPTIONS] [SCENARIO] -- COMMAND [ARGUMENT]...",
    after_help = "Exit status: 0 it ran until it was to end, 2 the call was wrong or a port is not to be had; \
                  with a COMMAND that of the command, 128 and its number if a signal ended it."
)]
pub(crate) struct Mock {
    /// What it does wrong: a name that --list shows, or a TOML file (a name with .toml or a /);
    /// without it, nothing
    #[arg(conflicts_with_all = ["list", "replay"])]
    pub(crate) scenario: Option<String>,
    /// List the scenarios that come with the program
    #[arg(long)]
    pub(crate) list: bool,
    /// Print the file of the scenario, to write another like it
    #[arg(long, requires = "scenario")]
    pub(crate) show: bool,
    /// Say again what the servers in this recording of `verify --record` said
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub(crate) replay: Option<PathBuf>,
    /// End after this time
    #[arg(long = "for", value_name = "SECONDS", value_parser = seconds)]
    pub(crate) time: Option<Duration>,
    /// Run this as soon as everything listens, and end with it; the line of --format json, which
    /// says where, is in the environment variable `MAILCHECK_MOCK`
    #[arg(last = true, value_name = "COMMAND", conflicts_with_all = ["list", "show", "format"])]
    pub(crate) command: Vec<OsString>,

    #[command(flatten)]
    pub(crate) people: People,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) told: Told,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Accounts")]
pub(crate) struct People {
    /// The mail domain [default: example.org, or that of the recording]
    #[arg(long, value_name = "DOMAIN", value_parser = domain)]
    pub(crate) domain: Option<Host>,
    /// Somebody who may log in, with a new password and token (repeatable); else `you@DOMAIN`
    #[arg(long, value_name = "ADDRESS", value_parser = |text: &str| text.parse::<Address>())]
    pub(crate) account: Vec<Address>,
    /// Read the password of all accounts from a file, instead of making one up, and do not announce it
    /// (what clients send is shown all the same);
    /// without it, `MAILCHECK_PASSWORD` is taken if it is set
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Where it listens")]
pub(crate) struct Place {
    /// Listen at this address of this computer; at 0.0.0.0 everybody gets in who can reach it
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) address: IpAddr,
    /// Take the usual ports (993, 143, 995, 110, 465, 587; with --dns 53, with --web 80 and 443) and
    /// not any that are free; unencrypted services still get a free one
    #[arg(long)]
    pub(crate) standard_ports: bool,
    /// Have a DNS server that knows the provider, too
    #[arg(long)]
    pub(crate) dns: bool,
    /// Have web servers with the provider's settings, too
    #[arg(long)]
    pub(crate) web: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Told {
    /// How to tell about the provider; `json` is one line, and JSON lines of what clients do follow
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Write what clients do, passwords included, to a file as JSON lines; - is standard output, as
    /// with --format json [default: readable lines on standard error]
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
    /// Write the certificate to trust to a file that stays [default: a temporary one]
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_out: Option<PathBuf>,
    /// Write the settings to a file, as an autoconfig document for mail programs
    #[arg(long, value_name = "FILE")]
    pub(crate) autoconfig: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// Why it is no domain.
#[derive(Debug, thiserror::Error)]
#[error("it is no domain, such as example.org")]
pub(crate) struct DomainError;

fn domain(text: &str) -> Result<Host, DomainError> {
    let host: Host = text.parse().map_err(|_| DomainError)?;
    if host.ip().is_some() { Err(DomainError) } else { Ok(host) }
}
