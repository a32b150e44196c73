//! The mail domains of the lab, and the zones that the name server serves.

use std::fmt::Write as _;
use std::net::Ipv4Addr;

use super::network::AUTHORITY;
use super::network::NAMESERVER;
use super::network::SILENT_NAMESERVER;
use super::states::STATES;
use super::states::State;
use super::web;

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
    /// The zone is signed, and the zone above it knows another key.
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
    /// All four SRV records, in a zone that is not signed, below one that is.
    Unsigned,
    /// No SRV record, but `imap.` and `smtp.`.
    UsualNames,
    /// Documents on the web, and records that lead to them.
    Web,
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
    Domain { name: "unsigned.test", services: Services::Unsigned, note: "its zone is not signed" },
    Domain {
        name: "published.test",
        services: Services::Web,
        note: "every document on the web, and every record",
    },
    Domain {
        name: "hosted.test",
        services: Services::Web,
        note: "nothing but MX records, which lead to hoster.test",
    },
    Domain {
        name: "redirected.test",
        services: Services::Web,
        note: "the web sends clients on, and in circles",
    },
    Domain {
        name: "expired-web.test",
        services: Services::Web,
        note: "its web server's certificate has expired",
    },
    Domain {
        name: "local-part.test",
        services: Services::Web,
        note: "the log-in name is what stands in front of the @",
    },
    Domain {
        name: "half-dead.test",
        services: Services::Web,
        note: "as local-part.test, and its own address answers nothing",
    },
    Domain {
        name: "web-page.test",
        services: Services::Web,
        note: "its web server shows the same page whatever it is asked for",
    },
    Domain {
        name: "wildcard.test",
        services: Services::Web,
        note: "every name below it leads to a web server that shows a page",
    },
    Domain { name: "null-mx.test", services: Services::Web, note: "its MX record says: no mail" },
];

/// A zone of the name server's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zone {
    pub(super) origin: &'static str,
    pub(super) signed: Signed,
    /// The records, given the DS records of `test.` and the TXT record of a PACC document.
    records: fn(&str, &str) -> String,
}

/// With which key a zone is signed, if it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Signed {
    No,
    /// One that the zone above does not know.
    WithAnotherKey,
    Yes,
}

/// All of them; the root is there because without it every question about another name would wait for the
/// internet.
pub(super) const ZONES: &[Zone] = &[
    Zone { origin: ".", signed: Signed::Yes, records: |digests, _| root_zone(digests) },
    Zone { origin: "test.", signed: Signed::Yes, records: |_, pacc| test_zone(pacc) },
    Zone {
        origin: "bogus.test.",
        signed: Signed::WithAnotherKey,
        records: |_, _| all_records("bogus.test"),
    },
    Zone {
        origin: "unsigned.test.",
        signed: Signed::No,
        records: |_, _| all_records("unsigned.test"),
    },
    Zone { origin: "net.", signed: Signed::No, records: |_, _| web::database_record() },
];

impl Zone {
    pub(super) fn file(&self) -> String {
        format!("{}zone", if self.origin == "." { "root." } else { self.origin })
    }

    pub(super) fn text(&self, digests: &str, pacc: &str) -> String {
        start_of_zone(self.origin) + &(self.records)(digests, pacc)
    }
}

/// An address of a host where nothing listens, that of the state `refused`.
pub(super) const NOTHING_THERE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 70);

/// The domain whose accounts make the password check fail by itself.
pub(super) const UNCHECKABLE: &str = "temporary.test";

/// A host and its further names, each inside its mail domain.
pub(super) const ALIASES: (&str, [&str; 6]) = (
    "healthy",
    [
        "imap.usual.test",
        "smtp.usual.test",
        "mail.tls-only.test",
        "mail.temporary.test",
        "imap.published.test",
        "smtp.published.test",
    ],
);

/// Mail domains that have accounts, besides one for every state.
pub(super) fn with_accounts() -> impl Iterator<Item = String> {
    let named = DOMAINS.iter().map(|domain| domain.name.to_owned());
    named.chain(STATES.iter().map(State::host))
}

fn root_zone(digests: &str) -> String {
    format!("test. NS ns.test.\nns.test. A {AUTHORITY}\nnet. NS ns.test.\n{digests}")
}

/// What a domain has to say that is a zone of its own.
fn all_records(domain: &str) -> String {
    let mut zone = format!(
        "{domain}. MX 10 mx.hoster.test.\n{domain}. TXT \"v=spf1 -all\"\n\
         www.{domain}. CNAME {domain}.\n"
    );
    srv(&mut zone, domain, "healthy.example.test");
    zone
}

/// Everything else.
fn test_zone(pacc: &str) -> String {
    let mut zone = web::records(pacc);
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
        // The digest is that of no key.
        Services::Bogus => writeln!(
            zone,
            "{name}. NS ns.test.\n{name}. DS 12345 13 2 {}",
            "0123456789abcdef".repeat(4)
        ),
        Services::Lame => writeln!(zone, "{name}. NS ns.{name}.\nns.{name}. A {NAMESERVER}"),
        Services::Missing | Services::UsualNames | Services::Web => Ok(()), // others have theirs
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
        Services::Unsigned => writeln!(zone, "{name}. NS ns.test."),
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
