//! The mail domains of the lab, and the zones that the name server serves.

use std::fmt::Write as _;
use std::net::Ipv4Addr;

use super::network::AUTHORITY;
use super::network::NAMESERVER;
use super::network::SILENT_NAMESERVER;
use super::states::STATES;
use super::states::State;

/// One mail domain. Besides these every state's host name is one, by SRV records that lead to itself.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Domain {
    /// Its name.
    pub name: &'static str,
    /// How its mail settings can be found.
    pub services: Services,
    /// What there is to see, in words for a person.
    pub note: &'static str,
}

/// How the mail settings of a domain can be found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Services {
    /// The zone is signed, and the resolver knows another key for it.
    Bogus,
    /// Its name server says REFUSED: it is the resolver, which answers no question of other servers.
    Lame,
    /// The name does not exist.
    Missing,
    /// The name exists, and nothing that leads to mail.
    Nothing,
    /// The name server never answers.
    Silent,
    /// All four SRV records.
    Srv,
    /// SRV records for implicit TLS; those for STARTTLS say `.`, not offered.
    SrvImplicitOnly,
    /// SRV records which all say `.`, not offered.
    SrvNone,
    /// No SRV record, but `imap.` and `smtp.`.
    UsualNames,
}

/// The domains that stand for no single host.
pub const DOMAINS: &[Domain] = &[
    Domain {
        name: "example.test",
        services: Services::Srv,
        note: "SRV records to healthy.example.test",
    },
    Domain {
        name: "tls-only.test",
        services: Services::SrvImplicitOnly,
        note: "SRV says `.` for STARTTLS",
    },
    Domain {
        name: "no-mail.test",
        services: Services::SrvNone,
        note: "SRV says `.` for everything",
    },
    Domain {
        name: "usual.test",
        services: Services::UsualNames,
        note: "no SRV, but imap. and smtp.",
    },
    Domain {
        name: "nothing.test",
        services: Services::Nothing,
        note: "exists, without anything for mail",
    },
    Domain { name: "missing.test", services: Services::Missing, note: "does not exist" },
    Domain {
        name: "silent.test",
        services: Services::Silent,
        note: "its name server never answers",
    },
    Domain {
        name: "foreign.test",
        services: Services::Srv,
        note: "SRV to a host outside the domain",
    },
    Domain { name: "lame.test", services: Services::Lame, note: "its name server says REFUSED" },
    Domain {
        name: UNCHECKABLE,
        services: Services::Srv,
        note: "passwords cannot be checked for the time being",
    },
    Domain { name: "bogus.test", services: Services::Bogus, note: "DNSSEC validation fails" },
];

/// An address of a host where nothing listens, that of the state `refused`.
pub(super) const NOTHING_THERE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 70);

/// The domain whose accounts make the password check fail by itself.
pub(super) const UNCHECKABLE: &str = "temporary.test";

/// A host and its further names, each inside its mail domain.
pub(super) const ALIASES: (&str, [&str; 4]) = (
    "healthy",
    ["imap.usual.test", "smtp.usual.test", "mail.tls-only.test", "mail.temporary.test"],
);

/// Mail domains that have accounts, besides one for every state.
pub(super) fn with_accounts() -> impl Iterator<Item = String> {
    let named = DOMAINS.iter().map(|domain| domain.name.to_owned());
    named.chain(STATES.iter().map(State::host))
}

/// The root zone: without it every question about another name would wait for the internet.
pub(super) fn root_zone() -> String {
    format!("{}test. NS ns.test.\nns.test. A {AUTHORITY}\n", start_of_zone("."))
}

/// The zone that validation fails for.
pub(super) fn bogus_zone() -> String {
    let mut zone = start_of_zone("bogus.test.");
    srv(&mut zone, "bogus.test", "healthy.example.test");
    zone
}

/// Everything else.
pub(super) fn test_zone() -> String {
    let mut zone = start_of_zone("test.");
    for state in STATES {
        let aliases = ALIASES.1.into_iter().filter(|_| state.name == ALIASES.0);
        for name in aliases.map(str::to_owned).chain([state.host()]) {
            let _ = writeln!(zone, "{name}. A {}", state.ipv4());
            if let Some(address) = state.ipv6_address() {
                let _ = writeln!(zone, "{name}. AAAA {address}");
            }
        }
        srv(&mut zone, &state.host(), &state.host());
        if state.name.contains("wrong-name") {
            let _ = writeln!(zone, "mail.{}. A {}", state.host(), state.ipv4());
        }
    }
    for domain in DOMAINS {
        write_domain(&mut zone, domain);
    }
    zone
}

fn write_domain(zone: &mut String, domain: &Domain) {
    let name = domain.name;
    let _ = match domain.services {
        Services::Bogus => writeln!(zone, "{name}. NS ns.test."),
        Services::Lame => writeln!(zone, "{name}. NS ns.{name}.\nns.{name}. A {NAMESERVER}"),
        Services::Missing | Services::UsualNames => Ok(()), // the aliases have theirs
        Services::Nothing => writeln!(zone, "{name}. TXT \"v=spf1 -all\""),
        Services::Silent => {
            writeln!(zone, "{name}. NS ns.{name}.\nns.{name}. A {SILENT_NAMESERVER}")
        }
        Services::Srv => {
            let inside = ALIASES.1.into_iter().find(|alias| alias.ends_with(name));
            srv(zone, name, inside.unwrap_or("healthy.example.test"));
            Ok(())
        }
        Services::SrvImplicitOnly => writeln!(
            zone,
            "_imaps._tcp.{name}. SRV 0 1 993 mail.{name}.\n\
             _submissions._tcp.{name}. SRV 0 1 465 mail.{name}.\n\
             _imap._tcp.{name}. SRV 0 0 0 .\n_submission._tcp.{name}. SRV 0 0 0 ."
        ),
        Services::SrvNone => writeln!(
            zone,
            "_imaps._tcp.{name}. SRV 0 0 0 .\n_submissions._tcp.{name}. SRV 0 0 0 .\n\
             _imap._tcp.{name}. SRV 0 0 0 .\n_submission._tcp.{name}. SRV 0 0 0 ."
        ),
    };
}

fn srv(zone: &mut String, domain: &str, host: &str) {
    for (service, port) in
        [("imaps", 993), ("imap", 143), ("submissions", 465), ("submission", 587)]
    {
        let _ = writeln!(zone, "_{service}._tcp.{domain}. SRV 0 1 {port} {host}.");
    }
}

fn start_of_zone(origin: &str) -> String {
    format!(
        "$ORIGIN {origin}\n$TTL 300\n@ SOA ns.test. hostmaster.test. 1 3600 600 86400 300\n@ NS ns.test.\n"
    ) + if origin == "test." { NS_ADDRESS } else { "" }
}

/// The address of [`AUTHORITY`].
const NS_ADDRESS: &str = "ns.test. A 192.0.2.54\n";
