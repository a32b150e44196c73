//! The arguments of `mailcheck discover`, and those that `verify` shares with it.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Arg, Args, ValueHint};
use mailcheck::clients::Client;
use mailcheck::model::{Address, Host, Source};

use crate::args::{Listed, Network, Output, ValueError, address};
use crate::fix::Fix;

/// Show what every source of settings says, and whom to believe
///
/// All sources are asked at once: the domain's own pages and DNS records, its mail hoster, the public
/// database, what this program knows, and usual names. The servers that they name are looked at. Nobody
/// logs in, no password is asked for, and ADDRESS itself is told to nobody unless --send-address.
#[derive(Args, Debug)]
#[command(
    mut_arg("deadline", |it| it.help("Longest wait for the whole search")),
    mut_arg("timeout", |it| it.help("Longest wait for one step [default: 10]")),
    mut_arg("verbose", in_detail),
    after_help = "Exit status: 0 settings were found and their servers answer, 1 a problem was found, \
                  2 the call was wrong, 3 could not tell, 130 interrupted by Ctrl-C, 143 by SIGTERM."
)]
pub(crate) struct Discover {
    /// The mail address or its domain, such as you@example.org or example.org
    #[arg(value_name = "ADDRESS|DOMAIN", value_parser = subject)]
    pub(crate) subject: Subject,
    /// Only ask the sources, and do not look at the servers that they name
    #[arg(long, conflicts_with = "fix")]
    pub(crate) no_probe: bool,
    /// Show what one mail program would do with the answers, and why; without, a table of all of them is at
    /// the end
    #[arg(long = "as", value_name = "CLIENT", conflicts_with = "fix")]
    #[arg(value_parser = Listed { parse: client, values: clients })]
    pub(crate) as_client: Option<Client>,

    #[command(flatten)]
    pub(crate) fix: Fix,
    #[command(flatten)]
    pub(crate) sources: Sources,
    #[command(flatten)]
    pub(crate) network: Network,
    #[command(flatten)]
    pub(crate) output: Output,
}

fn in_detail(verbose: Arg) -> Arg {
    verbose.help(
        "Tell all of each source: where exactly, redirects, times, certificates, what is wrong in it; \
         twice: and show what is said to mail servers",
    )
}

/// Whose settings are sought.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    Address(Address),
    Domain(Host),
}

/// Whom to ask for settings.
#[derive(Args, Debug)]
#[command(next_help_heading = "Sources of settings")]
#[expect(clippy::struct_field_names, reason = "fields are named as the options are")]
pub(crate) struct Sources {
    /// Take what this file says, or what a folder of such files says of the domain: autoconfig XML or
    /// chatmail's provider database (repeatable)
    #[arg(long, value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) preset: Vec<PathBuf>,
    /// Ask this copy of the public database, a folder of autoconfig XML, in place of the one on the web
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) ispdb: Option<PathBuf>,
    /// Ask these sources and no others (several by commas)
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    #[arg(value_parser = Listed { parse: source, values: sources })]
    pub(crate) only: Vec<Source>,
    /// Do not ask these sources
    #[arg(long, value_name = "SOURCE", value_delimiter = ',', hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: source, values: sources })]
    pub(crate) skip: Vec<Source>,
    /// Do not ask the public database of mail settings, which is not the provider's
    #[arg(long)]
    pub(crate) no_isp_db: bool,
    /// Ask nobody: take only what files and this program know
    #[arg(long)]
    pub(crate) offline_sources: bool,
    /// Tell ADDRESS to servers that want it to find settings by; without, they get a made-up one of the
    /// same domain
    #[arg(long)]
    pub(crate) send_address: bool,
}

fn subject(text: &str) -> Result<Subject, ValueError> {
    if text.contains(AT_SIGNS) {
        return address(text).map(Subject::Address);
    }
    if text.contains("://") {
        return Err(ValueError::WebAddress);
    }
    let domain: Host = text.parse().map_err(ValueError::BadDomain)?;
    match domain.ip() {
        Some(_) => Err(ValueError::DomainIsAnAddress),
        None => Ok(Subject::Domain(domain)),
    }
}

/// As typed on a Japanese keyboard, too.
const AT_SIGNS: [char; 2] = ['@', '＠'];

fn client(text: &str) -> Result<Client, ValueError> {
    text.parse().map_err(|_unknown| ValueError::UnknownClient)
}

fn clients() -> Vec<PossibleValue> {
    Client::ALL.into_iter().map(|client| PossibleValue::new(client.name())).collect()
}

fn source(text: &str) -> Result<Source, ValueError> {
    text.trim().parse().map_err(|_unknown| ValueError::UnknownSource)
}

fn sources() -> Vec<PossibleValue> {
    Source::ALL.into_iter().map(|source| PossibleValue::new(source.name())).collect()
}
