//! Starts the lab for a person: `lab [--rtt MS] [--] [COMMAND…]`.
//!
//! With a command, runs it in the client's namespace and ends with its exit status. Without one, prints what there is
//! and waits until standard input closes or Ctrl-C is pressed.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use mailcheck_tests::lab::DOMAINS;
use mailcheck_tests::lab::DROPPING_NAMESERVER;
use mailcheck_tests::lab::Lab;
use mailcheck_tests::lab::NAMESERVER;
use mailcheck_tests::lab::PASSWORD;
use mailcheck_tests::lab::PLAIN_NAMESERVER;
use mailcheck_tests::lab::SILENT_NAMESERVER;
use mailcheck_tests::lab::STATES;
use mailcheck_tests::lab::USER;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args().skip(1).peekable();
    let round_trip = match arguments.next_if_eq("--rtt") {
        Some(_) => Some(arguments.next().ok_or("--rtt wants milliseconds")?.parse::<f64>()?),
        None => None,
    };
    let _ = arguments.next_if_eq("--");
    let command: Vec<_> = arguments.collect();

    let round_trip = round_trip
        .map(|milliseconds| Duration::try_from_secs_f64(milliseconds / 1000.0))
        .transpose()?;
    let lab = round_trip.map_or_else(Lab::start, Lab::start_with_round_trip)?;
    let Some((program, rest)) = command.split_first() else {
        io::stdout().write_all(facts(&lab).as_bytes())?;
        // Ctrl-C ends this process, and the lab with it.
        io::stdin().read_to_end(&mut Vec::new())?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut command = lab.command(program);
    command.args(rest).envs(variables(&lab));
    let status = command.status()?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}

fn variables(lab: &Lab) -> [(&'static str, String); 7] {
    [
        ("MAILCHECK_LAB_NAMESERVER", NAMESERVER.to_string()),
        ("MAILCHECK_LAB_CA", lab.ca_file().display().to_string()),
        ("MAILCHECK_LAB_TRUST_ANCHOR", lab.trust_anchor_file().display().to_string()),
        ("MAILCHECK_LAB_USER", USER.to_owned()),
        ("MAILCHECK_LAB_PASSWORD", PASSWORD.to_owned()),
        ("MAILCHECK_LAB_DIRECTORY", lab.directory().display().to_string()),
        // What is refused here is no business of the real accounts' ledger.
        ("MAILCHECK_STATE_DIR", lab.directory().join("state").display().to_string()),
    ]
}

fn facts(lab: &Lab) -> String {
    let mut text = String::from(
        "Hosts (each also a mail domain, with SRV records to itself: you@expired.example.test):\n\n",
    );
    for state in STATES {
        let ipv6 = state.ipv6_address().map(|address| format!(" {address}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "  {:<34} {:<32} {}",
            state.host(),
            format!("{}{ipv6}", state.ipv4()),
            state.wrong
        );
    }
    text += "\nDomains:\n\n";
    for domain in DOMAINS {
        let _ = writeln!(text, "  {:<34} {}", domain.name, domain.note);
    }
    let _ = write!(
        text,
        "\n  name server {NAMESERVER}; one that never answers: {SILENT_NAMESERVER}\n  \
         one that validates nothing: {PLAIN_NAMESERVER}; one that drops signatures: {DROPPING_NAMESERVER}\n\n\
         Every domain has the account `you`; the password is `{PASSWORD}`. Everything lies in {}.\n\n\
         In another terminal, as root:\n\n  \
         echo '{PASSWORD}' | ip netns exec {} {} verify {USER} --password-stdin \\\n    \
         --nameserver {NAMESERVER} --ca-file {}\n\n\
         Ctrl-C ends it all.\n",
        lab.directory().display(),
        lab.client_namespace(),
        Lab::program()
            .map_or_else(|_| "mailcheck".to_owned(), |program| program.display().to_string()),
        lab.ca_file().display(),
    );
    text
}
