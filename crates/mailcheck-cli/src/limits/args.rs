//! The arguments of `mailcheck limits`, and those that `verify` shares with it.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueHint};
use mailcheck::probe::MostConnections;

use crate::args::Verify;

/// Measures how many connections the servers of an account let be held at once.
///
/// Whatever `verify` takes is taken here, so its words are the only ones that differ.
#[derive(Args, Debug)]
#[command(
    about = "Measure how many connections the servers of an account let be held at once",
    long_about = "Measure how many connections the servers of an account let be held at once\n\n\
                  The settings are tested first, as `mailcheck verify` does. Then more and more connections \
                  are held to each server, until one is not let in or there are as many as --max-connections \
                  says. Devices that are connected now keep what they have: measured is how many more there \
                  can be. In the end all are said goodbye to, and one more shows that the account is usable.",
    override_usage = "mailcheck limits [OPTIONS] ADDRESS\n       \
                      mailcheck limits [OPTIONS] [ADDRESS] --imap HOST[:PORT][/SECURITY]\n       \
                      mailcheck limits [OPTIONS] [ADDRESS] --pop3 HOST[:PORT][/SECURITY]\n       \
                      mailcheck limits [OPTIONS] [ADDRESS] --smtp HOST[:PORT][/SECURITY]",
    after_help = "Exit status: 0 measured, 1 a problem keeps it from being measured, 2 the call was wrong, \
                  3 could not tell, 130 interrupted by Ctrl-C, 143 by SIGTERM.",
    mut_arg("limits", |it| it.hide(true)),
    mut_arg("deadline", |it| it.default_value("240")),
    mut_arg("max_connections", |it| {
        it.help("Hold so many connections at the most, up to 64 [default: 16]")
    }),
)]
pub(crate) struct Limits {
    #[command(flatten)]
    pub(crate) verify: Verify,
}

/// What to measure, and whom to ask beside.
#[derive(Args, Debug, Default)]
#[command(
    next_help_heading = "Connection limits",
    group = ArgGroup::new("second_secret").args(["second_password_file", "second_password_command"]),
)]
pub(crate) struct Measure {
    /// Also measure how many connections each server lets be held at once; each of the options below
    /// does so, too
    #[arg(long)]
    pub(crate) limits: bool,
    /// Hold so many connections at the most, up to 64 [default: 5]
    #[arg(long, value_name = "N", value_parser = most)]
    pub(crate) max_connections: Option<MostConnections>,
    /// Ask from this address of this device, too, which tells whether the limit is one of the address
    /// (repeatable)
    #[arg(long, value_name = "IP", value_parser = address)]
    pub(crate) from: Vec<IpAddr>,
    /// Ask as this user, too, which tells whether the limit is one of the user
    #[arg(long, value_name = "NAME", requires = "second_secret", conflicts_with = "no_login")]
    pub(crate) second_username: Option<String>,
    /// Read the password of that user from a file
    #[arg(long, value_name = "FILE", requires = "second_username")]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) second_password_file: Option<PathBuf>,
    /// Run a command that prints the password of that user
    #[arg(long, value_name = "CMD", requires = "second_username")]
    #[arg(value_hint = ValueHint::CommandString)]
    pub(crate) second_password_command: Option<String>,
}

impl Measure {
    /// Whether anything was said of it.
    pub(crate) fn is_wanted(&self) -> bool {
        self.limits
            || self.max_connections.is_some()
            || !self.from.is_empty()
            || self.second_username.is_some()
    }
}

/// Why a value is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MeasureError {
    #[error("it is no IP address, such as 192.0.2.1 or 2001:db8::1")]
    NoIp,
    #[error(
        "it is no address that one device has by itself, as 0.0.0.0, :: and multicast are none"
    )]
    NotOfOneDevice,
    #[error(
        "give a number from 1 to {}; no server is asked to hold more",
        MostConnections::CEILING
    )]
    NoNumber,
}

fn most(text: &str) -> Result<MostConnections, MeasureError> {
    let number = text.parse().map_err(|_| MeasureError::NoNumber)?;
    MostConnections::new(number).map_err(|_| MeasureError::NoNumber)
}

fn address(text: &str) -> Result<IpAddr, MeasureError> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let ip: IpAddr = bare.parse().map_err(|_| MeasureError::NoIp)?;
    let is_broadcast = matches!(ip, IpAddr::V4(ip) if ip.is_broadcast());
    if ip.is_unspecified() || ip.is_multicast() || is_broadcast {
        return Err(MeasureError::NotOfOneDevice);
    }
    Ok(ip)
}
