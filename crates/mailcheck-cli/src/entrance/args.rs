//! The arguments of `mailcheck entrance`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValue;
use mailcheck::knowledge::providers::{self, Provider};
use mailcheck::probe::WebAddress;

use crate::args::{Listed, Network, Show, ValueError};

/// Say whether a web address is on the list of a mail provider's official entrances
///
/// The address is opened as a browser would, redirect by redirect, and each host is held against the lists
/// of providers that this program knows. No password, no cookie and no word of where you come from is sent,
/// and no script is run; whoever has the server sees that the address was opened. The answer is "on the
/// list" or "not on the list", and never "safe".
#[derive(Args, Debug)]
#[command(
    mut_arg("deadline", |it| it.help("Longest wait for the whole check")),
    mut_arg("timeout", |it| it.help("Longest wait for one host [default: 10]")),
    after_help = "Examples:\n  \
                  mailcheck entrance login.ocn.ne.jp\n  \
                  mailcheck entrance https://bit.ly/example --provider ocn\n\n\
                  Exit status: 0 on the list, 1 not on the list, 2 the call was wrong, 3 could not tell, \
                  130 interrupted by Ctrl-C, 143 by SIGTERM."
)]
pub(crate) struct Entrance {
    /// The address; https:// is put before it where it has no scheme
    #[arg(value_name = "URL", value_parser = web_address)]
    pub(crate) url: WebAddress,
    /// Hold it against this provider's list only, such as ocn
    #[arg(long, value_name = "ID", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: provider, values: provider_ids })]
    pub(crate) provider: Option<&'static Provider>,
    /// How many redirects are followed
    #[arg(long, value_name = "N", default_value = "10")]
    #[arg(value_parser = clap::value_parser!(u8).range(..=50))]
    pub(crate) most_redirects: u8,

    #[command(flatten)]
    pub(crate) network: Network,
    #[command(flatten)]
    pub(crate) show: Show,
    /// Write the report to a file
    #[arg(short = 'o', long = "output", value_name = "FILE", help_heading = "Output")]
    pub(crate) file: Option<PathBuf>,
}

fn web_address(text: &str) -> Result<WebAddress, ValueError> {
    text.parse().map_err(ValueError::BadWebAddress)
}

fn provider(text: &str) -> Result<&'static Provider, ValueError> {
    with_list().find(|it| it.id == text).ok_or(ValueError::UnknownProvider)
}

fn provider_ids() -> Vec<PossibleValue> {
    with_list().map(|it| PossibleValue::new(it.id.as_str())).collect()
}

/// The providers whose web pages are known.
fn with_list() -> impl Iterator<Item = &'static Provider> {
    providers::all().filter(|it| !it.web.is_empty())
}
