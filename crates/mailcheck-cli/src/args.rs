//! What the person asked for.

use std::ffi::OsStr;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{
    Arg, ArgAction, ArgGroup, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand,
    ValueEnum, ValueHint,
};
use mailcheck::clients::Client;
use mailcheck::evidence::{Family, Mechanism};
use mailcheck::model::{
    Address, Endpoint, Host, ParseAddressError, ParseHostError, Service, Source,
};
use mailcheck::probe::ParseWebAddressError;
use mailcheck::render::{Lang, escape};
use mailcheck::typing::Typed;
use mailcheck_mock::Scenario;

use crate::certificate::OwnCertificate;
use crate::devices::Devices;
use crate::discover::{Discover, Sources};
use crate::entrance::args::Entrance;
use crate::limits::{Limits, Measure};
use crate::mock::args::Mock;
use crate::oauth::args::Oauth;
use crate::pop3::Pop3;
use crate::presets::args::Presets;
use crate::send_test::SendTest;
use crate::token::Token;
use crate::told::Told;
use crate::{help, man, slips, tongue};

/// Tells whether mail settings will work, and if not, why, what to do first and how long to wait.
#[derive(Debug, Parser)]
#[command(name = "mailcheck", version, max_term_width = 80, subcommand_required = true)]
#[command(arg = lang_anywhere())]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Verify(Box<Verify>),
    Discover(Box<Discover>),
    Limits(Box<Limits>),
    Demo(Demo),
    Compare(Compare),
    Entrance(Box<Entrance>),
    Explain(Explain),
    Mock(Box<Mock>),
    Oauth(Box<Oauth>),
    Presets(Presets),
    /// Print the completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Test the settings of a mail account
///
/// Without --imap, --pop3 and --smtp the settings are found: every source is asked, as `mailcheck discover` shows.
/// The password is asked for without echo, unless one of the options below or the environment variable
/// `MAILCHECK_PASSWORD` gives it. It goes to verified servers only.
#[derive(Args, Debug)]
#[command(
    override_usage = "mailcheck verify [OPTIONS] ADDRESS\n       \
                      mailcheck verify [OPTIONS] [ADDRESS] --imap HOST[:PORT][/SECURITY]\n       \
                      mailcheck verify [OPTIONS] [ADDRESS] --pop3 HOST[:PORT][/SECURITY]\n       \
                      mailcheck verify [OPTIONS] [ADDRESS] --smtp HOST[:PORT][/SECURITY]",
    after_help = "Exit status: 0 ready, 1 a problem was found, 2 the call was wrong, 3 could not tell, \
                  130 interrupted by Ctrl-C, 143 by SIGTERM.",
    group = ArgGroup::new("subject").args(["address", "imap", "pop3", "smtp"]).required(true).multiple(true),
    group = ArgGroup::new("secret")
        .args(["password_stdin", "password_command", "password_file"])
        .args(["oauth_token_stdin", "oauth_token_command", "oauth_token_keyring"]),
)]
pub(crate) struct Verify {
    /// The mail address, such as you@example.org
    #[arg(value_parser = address)]
    pub(crate) address: Option<Address>,
    /// The server for reading mail; SECURITY is tls, starttls or plain
    #[arg(long, value_name = "HOST[:PORT][/SECURITY]")]
    #[arg(value_parser = |text: &str| Endpoint::parse(Service::Imap, text))]
    pub(crate) imap: Option<Endpoint>,
    #[command(flatten)]
    pub(crate) pop3: Pop3,
    /// The server for sending mail
    #[arg(long, value_name = "HOST[:PORT][/SECURITY]")]
    #[arg(value_parser = |text: &str| Endpoint::parse(Service::Smtp, text))]
    pub(crate) smtp: Option<Endpoint>,

    #[command(flatten)]
    pub(crate) sources: Sources,
    #[command(flatten)]
    pub(crate) login: Login,
    #[command(flatten)]
    pub(crate) own: OwnCertificate,
    #[command(flatten)]
    pub(crate) send_test: SendTest,
    #[command(flatten)]
    pub(crate) measure: Measure,
    #[command(flatten)]
    pub(crate) devices: Devices,
    #[command(flatten)]
    pub(crate) network: Network,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Logging in")]
#[expect(clippy::struct_field_names, reason = "fields are named as the options are")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option by itself")]
pub(crate) struct Login {
    /// The log-in name, when it is not the address; `%EMAILADDRESS%`, `%EMAILLOCALPART%` and
    /// `%EMAILDOMAIN%` stand for the address and its parts
    #[arg(long, value_name = "NAME", value_parser = username)]
    pub(crate) username: Option<String>,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "no_login")]
    pub(crate) password_stdin: bool,
    /// Run a command that prints the password
    #[arg(long, value_name = "CMD", conflicts_with = "no_login")]
    #[arg(value_hint = ValueHint::CommandString)]
    pub(crate) password_command: Option<String>,
    /// Read the password from a file
    #[arg(long, value_name = "FILE", conflicts_with = "no_login")]
    pub(crate) password_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) token: Token,
    /// Never ask for nor send a password
    #[arg(long)]
    pub(crate) no_login: bool,
    /// Log in although the ledger of refused log-ins advises to wait, or the token has expired
    #[arg(long, conflicts_with = "no_login")]
    pub(crate) force: bool,
    /// Also find out whether servers do under encryption what was sent in clear along with STARTTLS
    /// (one more connection to each address of a STARTTLS server)
    #[arg(long)]
    pub(crate) test_injection: bool,
    /// After the log-in also ask whether ADDRESS may send, and whether a stranger may: names you as
    /// sender and recipient and sends no message (one more connection to the outgoing server)
    #[arg(long, requires = "address", conflicts_with = "no_login")]
    pub(crate) check_sender: bool,
    /// Send the password to a server outside of the mail domain, too, that only forgeable sources name,
    /// such as unsigned DNS; make sure before that it is the provider's
    #[arg(long)]
    pub(crate) accept_foreign_host: bool,
    /// Log in only by this mechanism, such as PLAIN, LOGIN, CRAM-MD5 or SCRAM-SHA-256
    #[arg(long, value_name = "MECHANISM", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: mechanism, values: mechanisms })]
    pub(crate) auth: Option<Mechanism>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Network")]
pub(crate) struct Network {
    /// Take this address for a host and ask no DNS for it (repeatable)
    #[arg(long, value_name = "HOST:ADDR", value_parser = resolve)]
    pub(crate) resolve: Vec<(Host, IpAddr)>,
    /// Ask this resolver and no other
    #[arg(long, value_name = "IP[:PORT]", value_parser = nameserver)]
    pub(crate) nameserver: Option<SocketAddr>,
    /// Trust the certificates in this file too (repeatable)
    #[arg(long, value_name = "PEM")]
    pub(crate) ca_file: Vec<PathBuf>,
    /// Trust the certificates of --ca-file only
    #[arg(long, requires = "ca_file")]
    pub(crate) ca_only: bool,
    /// Longest wait for one step [default: 10, for the answer to a log-in 30]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    pub(crate) timeout: Option<Duration>,
    /// Longest wait for the whole test, and for the password command before it
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    #[arg(value_parser = seconds, allow_negative_numbers = true)]
    pub(crate) deadline: Duration,
    /// Use IPv4 only
    #[arg(short = '4', conflicts_with = "ipv6")]
    pub(crate) ipv4: bool,
    /// Use IPv6 only
    #[arg(short = '6')]
    pub(crate) ipv6: bool,
}

impl Network {
    /// The only family to use, if one was named.
    pub(crate) fn family(&self) -> Option<Family> {
        match (self.ipv4, self.ipv6) {
            (true, _) => Some(Family::Ipv4),
            (_, true) => Some(Family::Ipv6),
            (false, false) => None,
        }
    }
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// How to print the report; `support` is Markdown for a helpdesk, `evidence` all that was seen,
    /// unjudged
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Write the report to a file
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The language, en or ja; else that of `LC_ALL`, `LC_MESSAGES` or `LANG`
    #[arg(long, value_name = "LANG", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: str::parse::<Lang>, values: langs })]
    pub(crate) lang: Option<Lang>,
    /// When to use colours; `NO_COLOR` is heeded too
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    /// Show what is said on the wire, secrets masked; twice: and what is seen
    #[arg(short, long, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Write what is said on the wire to a private file, secrets masked, as JSON lines
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Let warnings fail too
    #[arg(long)]
    pub(crate) strict: bool,
    /// Show names and addresses in full in --format support
    #[arg(long)]
    pub(crate) no_mask: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Support,
    Evidence,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

/// Say what differs between reports, and whose fault that makes it
///
/// Make a report on each device or line, or at each time, by `mailcheck verify … --format json -o FILE`,
/// and name the files here. Saved evidence is taken as well.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit status: 0 all works, 1 a problem is left, 2 the call or a file was wrong, \
                        3 could not tell."
)]
pub(crate) struct Compare {
    /// The reports, at least two
    #[arg(required = true, value_name = "REPORT.json", value_hint = ValueHint::FilePath)]
    pub(crate) reports: Vec<PathBuf>,
    /// In what the reports differ [default: place, if they began within half an hour]
    #[arg(long, value_name = "WHAT")]
    pub(crate) by: Option<ComparedBy>,
    #[command(flatten)]
    pub(crate) show: Show,
}

/// In what reports differ.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ComparedBy {
    /// Several devices or lines
    Place,
    /// One device and line at several times
    Time,
}

/// Say what an error text, a code or a finding means, what to do first and how long to wait
///
/// Give the text that a phone or a program shows, in English or Japanese, a line that a server said, a
/// code such as 535, 5.7.8, NXDOMAIN or 0x800CCC0E, or the name of a finding. Nothing is asked of the
/// network. Without TEXT, or with -, standard input is read. Put -- before a text that begins with -.
#[derive(Args, Debug)]
#[command(
    override_usage = "mailcheck explain [OPTIONS] TEXT|CODE|FINDING-ID…\n       \
                      mailcheck explain [OPTIONS] < FILE\n       \
                      mailcheck explain --list",
    after_help = "Examples:\n  \
                  mailcheck explain 'Cannot Verify Server Identity'\n  \
                  mailcheck explain 535 5.7.8\n  \
                  mailcheck explain login.locked --lang ja\n  \
                  mailcheck explain -- '-ERR [AUTH] Authentication failed.'\n\n\
                  Exit status: 0 something is known about it, 2 the call was wrong, 3 nothing is known."
)]
pub(crate) struct Explain {
    /// What is to be explained; several words are one text
    #[arg(value_name = "TEXT|CODE|FINDING-ID", allow_negative_numbers = true)]
    pub(crate) text: Vec<String>,
    /// List the names of all findings
    #[arg(long, conflicts_with = "text")]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) show: Show,
}

/// How to show what is no report.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Show {
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Plain,
    /// The language, en or ja; else that of `LC_ALL`, `LC_MESSAGES` or `LANG`
    #[arg(long, value_name = "LANG", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: str::parse::<Lang>, values: langs })]
    pub(crate) lang: Option<Lang>,
    /// When to use colours; `NO_COLOR` is heeded too
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Plain {
    Text,
    Json,
}

/// Run `verify` against a mail provider inside this program; needs no network
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// What the provider does wrong; `help` lists the choices (repeatable)
    #[arg(long, value_name = "NAME", hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: fault, values: faults })]
    pub(crate) fault: Vec<Wrong>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// What the provider of the demo does wrong.
#[derive(Clone, Debug)]
pub(crate) enum Wrong {
    /// List the choices.
    Help,
    /// This.
    Scenario(Box<Scenario>),
}

/// Why a value is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ValueError {
    #[error(transparent)]
    BadAddress(ParseAddressError),
    #[error("the name is empty")]
    EmptyUsername,
    #[error("{0}")]
    Mistyped(String),
    #[error("it needs a host, a colon and an IP address: imap.example.org:192.0.2.1")]
    NoAddress,
    #[error("{0}")]
    BadDomain(#[source] ParseHostError),
    #[error("it is a web address; give the mail address or its domain alone, such as example.org")]
    WebAddress,
    #[error("the host before the colon is not right: {0}")]
    BadHost(#[source] ParseHostError),
    #[error("it is an IP address; give the mail address or its domain, such as example.org")]
    DomainIsAnAddress,
    #[error(
        "it is no IP address with or without a port: 192.0.2.53, 192.0.2.53:5353, [2001:db8::53]:5353"
    )]
    BadNameserver,
    #[error("it must be a number of seconds above 0 and up to {LONGEST_SECONDS}")]
    BadSeconds,
    #[error("no mechanism that is known has this name; use {}", Mechanism::ALL.map(Mechanism::name).join(", "))]
    UnknownMechanism,
    #[error("no fault has this name; `mailcheck demo --fault help` lists them")]
    UnknownFault,
    #[error("no mail program that is known has this name; use {}", Client::ALL.map(Client::name).join(", "))]
    UnknownClient,
    #[error(
        "it is the name of one person; write %EMAILADDRESS% or %EMAILLOCALPART% where everybody's own belongs"
    )]
    NameOfOne,
    #[error(transparent)]
    BadWebAddress(ParseWebAddressError),
    #[error("no provider has this name; `docs/providers-table.md` lists them")]
    UnknownProvider,
    #[error("no source has this name; the sources are {}", Source::ALL.map(Source::name).join(", "))]
    UnknownSource,
    #[error("no finding has this id; `mailcheck explain --list` lists them")]
    UnknownRule,
}

/// A day: more is a slip of the finger.
const LONGEST_SECONDS: f64 = 86_400.0;

pub(crate) fn address(text: &str) -> Result<Address, ValueError> {
    text.parse().map_err(|why: ParseAddressError| {
        let typed = Typed { address: Some(text), ..Typed::default() };
        match slips::in_words(&typed, Some(&why), tongue::words()) {
            Some(words) => ValueError::Mistyped(words),
            None => ValueError::BadAddress(why),
        }
    })
}

fn username(text: &str) -> Result<String, ValueError> {
    if text.is_empty() {
        return Err(ValueError::EmptyUsername);
    }
    if escape(text) != text
        && let Some(words) = slips::in_words(
            &Typed { username: Some(text), ..Typed::default() },
            None,
            tongue::words(),
        )
    {
        return Err(ValueError::Mistyped(words));
    }
    Ok(text.to_owned())
}

fn mechanism(text: &str) -> Result<Mechanism, ValueError> {
    text.parse().map_err(|_| ValueError::UnknownMechanism)
}

pub(crate) fn resolve(text: &str) -> Result<(Host, IpAddr), ValueError> {
    let (host, address) = text.split_once(':').ok_or(ValueError::NoAddress)?;
    let host = host.parse().map_err(ValueError::BadHost)?;
    Ok((host, bare(address).parse().map_err(|_| ValueError::NoAddress)?))
}

pub(crate) fn nameserver(text: &str) -> Result<SocketAddr, ValueError> {
    if let Ok(ip) = bare(text).parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, DNS_PORT));
    }
    let server: SocketAddr = text.parse().map_err(|_| ValueError::BadNameserver)?;
    if server.port() == 0 { Err(ValueError::BadNameserver) } else { Ok(server) }
}

/// RFC 1035 §4.2.
const DNS_PORT: u16 = 53;

fn bare(address: &str) -> &str {
    address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address)
}

pub(crate) fn seconds(text: &str) -> Result<Duration, ValueError> {
    let seconds: f64 = text.parse().map_err(|_| ValueError::BadSeconds)?;
    if !(seconds > 0.0 && seconds <= LONGEST_SECONDS) {
        return Err(ValueError::BadSeconds);
    }
    // At least a millisecond: what is shorter is no time at all to the clocks here.
    Ok(Duration::from_secs_f64(seconds).max(Duration::from_millis(1)))
}

/// A number of seconds that may be none.
pub(crate) fn pause(text: &str) -> Result<Duration, ValueError> {
    if text == "0" { Ok(Duration::ZERO) } else { seconds(text) }
}

fn fault(text: &str) -> Result<Wrong, ValueError> {
    if text == "help" {
        return Ok(Wrong::Help);
    }
    let scenario = text.parse().map_err(|_| ValueError::UnknownFault)?;
    Ok(Wrong::Scenario(Box::new(scenario)))
}

fn mechanisms() -> Vec<PossibleValue> {
    Mechanism::ALL.map(Mechanism::name).map(PossibleValue::new).to_vec()
}

pub(crate) fn langs() -> Vec<PossibleValue> {
    Lang::ALL.into_iter().map(|lang| PossibleValue::new(lang.name())).collect()
}

fn faults() -> Vec<PossibleValue> {
    let scenarios = Scenario::bundled();
    let fault = |it: &Scenario| PossibleValue::new(it.name().to_owned()).help(tongue::title(it));
    scenarios.iter().map(fault).collect()
}

/// Reads values of which there is a list for shells to complete; what is wrong with others, it says
/// itself.
#[derive(Debug)]
pub(crate) struct Listed<T, E> {
    pub(crate) parse: fn(&str) -> Result<T, E>,
    pub(crate) values: fn() -> Vec<PossibleValue>,
}

impl<T, E> Clone for Listed<T, E> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<T, E> TypedValueParser for Listed<T, E>
where
    T: Clone + Send + Sync + 'static,
    E: std::error::Error + Send + Sync + 'static,
{
    type Value = T;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        self.parse.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.values)().into_iter()))
    }
}

/// `--lang`, taken before the command, too, and behind commands that print nothing that depends on it
/// but help and complaints. `tongue` reads it.
fn lang_anywhere() -> Arg {
    let parser = Listed { parse: str::parse::<Lang>, values: langs };
    Arg::new("lang").long("lang").value_name("LANG").global(true).hide(true).value_parser(parser)
}

/// Reads the arguments.
pub(crate) fn read() -> Result<Cli, Told> {
    // The help of the language is put together only when there is something to say.
    let matches = Cli::command().try_get_matches().or_else(|_told| spoken().try_get_matches());
    Cli::from_arg_matches_mut(&mut matches.map_err(Told::new)?).map_err(Told::new)
}

/// The commands with their help in the language of the call.
fn spoken() -> clap::Command {
    help::speaking(Cli::command(), tongue::words())
}

pub(crate) fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut spoken(), "mailcheck", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page.
pub(crate) fn man() -> String {
    man::page(spoken())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn values_are_read() {
        let (host, ip) = resolve("imap.example.org:[2001:db8::1]").expect("is right");
        assert_eq!((host.as_str(), ip.to_string().as_str()), ("imap.example.org", "2001:db8::1"));
        assert_eq!(resolve("a.example:2001:db8::1").expect("is right").1, ip);
        assert_eq!(nameserver("::1").expect("is right").to_string(), "[::1]:53");
        assert_eq!(nameserver("[::1]:5353").expect("is right").port(), 5353);
        assert_eq!(mechanism("imap login").expect("is right"), Mechanism::ImapLogin);
        assert_eq!(seconds("0.5").expect("is right"), Duration::from_millis(500));
        assert_eq!(pause("0.5").expect("is right"), Duration::from_millis(500));
        assert_eq!(pause("0").expect("is right"), Duration::ZERO);
    }

    #[test]
    fn wrong_values_are_refused() {
        for text in ["0", "-1", "NaN", "inf", "1e9", "", "ten"] {
            assert!(seconds(text).is_err(), "{text}");
        }
        for text in ["a.example", "a.example:", ":192.0.2.1", "a.example:192.0.2.256"] {
            assert!(resolve(text).is_err(), "{text}");
        }
        for text in ["", "dns.example", "192.0.2.1:0", "192.0.2.1:99999"] {
            assert!(nameserver(text).is_err(), "{text}");
        }
    }
}
