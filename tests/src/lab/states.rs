//! The mail hosts of the lab and what is wrong with each.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

/// The account of every healthy log-in.
pub const USER: &str = "you@example.test";

/// An account that exists and which no trial but one logs in to, so that its refused attempts can be counted.
pub const WRONG_PASSWORD_USER: &str = "wrong-password@example.test";

/// An account that only clients which are not ours log in to.
pub const PEER_USER: &str = "peer@example.test";

/// The password of every account.
pub const PASSWORD: &str = "correct horse battery";

/// The account that a client certificate stands for.
pub const CERTIFIED_USER: &str = "you@mechanisms.example.test";

/// The second user of every host: an account of its own.
pub const OTHER_USER: &str = "other";

/// One mail host: `NAME.example.test`, which is also a mail domain whose SRV records lead to itself.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct State {
    /// First label of its host name.
    pub name: &'static str,
    /// Last octet of its addresses.
    pub octet: u8,
    /// What certificate it shows.
    pub certificate: Certificate,
    /// How its ports behave.
    pub service: Service,
    /// What its AAAA record leads to.
    pub ipv6: Ipv6,
    /// Whether POP3 is served as well: 995 with implicit TLS, 110 with STLS.
    pub pop3: bool,
    /// What is wrong, in words for a person.
    pub wrong: &'static str,
}

/// What certificate a host shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Certificate {
    /// Expired three days ago.
    Expired,
    /// Expired, and for another name.
    ExpiredWrongName,
    /// Valid, for ten more days.
    ExpiresSoon,
    /// By an intermediate which is not sent; says where to fetch it and that it was logged, as public ones do.
    Incomplete,
    /// Valid from tomorrow on.
    NotYetValid,
    /// In order.
    Good,
    /// In order, with an RSA key.
    GoodRsa,
    /// Signed by its own key.
    SelfSigned,
    /// By a root nobody trusts, which is sent along.
    UnknownIssuer,
    /// By a root nobody trusts, which is not sent; says where to fetch it.
    UnknownIssuerLeafOnly,
    /// With a key of 1024 bits.
    Weak,
    /// For another name, which leads to the same address.
    WrongName,
}

/// How the ports of a host behave.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Service {
    /// Mailboxes lie below `INBOX.`, and hold at most 100 KiB, of which 95 are used.
    Boxes,
    /// SMTP answers 421 at once.
    Busy,
    /// STARTTLS on 143 and 587, where password mechanisms are offered and taken before it, too.
    ClearAuth,
    /// IMAP and POP3 log in three at a time and then accept nobody; SMTP is in order.
    Crowded,
    /// SMTP checks passwords with Cyrus SASL, which keeps them itself, and knows SCRAM-SHA-512.
    CyrusSasl,
    /// SMTP puts every recipient off.
    Deferring,
    /// What is sent to the host's own domain is delivered to its mailboxes.
    Delivering,
    /// Packets to the host vanish.
    Filtered,
    /// So many connections of a user from an address at a time over IMAP and POP3 each, and so many of an address over
    /// SMTP.
    Limited(u32),
    /// Only one session at a time reads a mailbox over POP3.
    Locked,
    /// All mechanisms that Dovecot knows.
    Mechanisms,
    /// 143 and 587 offer no STARTTLS and no log-in.
    NoStartTls,
    /// SMTP has nobody to check passwords: on 465 from the start, on 587 from the first question on.
    NoPasswordCheck,
    /// Nothing listens.
    Nothing,
    /// SMTP takes mail to everywhere from everybody.
    OpenRelay,
    /// SMTP takes only the sender addresses that belong to who has logged in.
    OwnSender,
    /// SMTP lets an address connect five times in ten seconds.
    Paced,
    /// 143 and 587 offer no STARTTLS, and log-ins in clear.
    Plain,
    /// SMTP takes mail for nobody, whoever has logged in: 465 for good, 587 for now.
    RelayDenied,
    /// TLS 1.2 at most, with a Diffie-Hellman group of 1024 bits only.
    SmallDh,
    /// TLS 1.2 at most, without forward secrecy.
    StaticRsa,
    /// Implicit TLS on 143 and 587, STARTTLS on 993 and 465.
    Swapped,
    /// TLS 1.0 and 1.1 only.
    Tls11,
    /// 993 and 465 with implicit TLS, 143 and 587 with STARTTLS.
    Usual,
}

/// What the AAAA record of a host leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Ipv6 {
    /// To an address where packets vanish.
    Dead,
    /// There is none.
    None,
    /// To the same servers.
    Served,
}

impl State {
    const fn new(name: &'static str, octet: u8, wrong: &'static str) -> Self {
        Self {
            name,
            octet,
            certificate: Certificate::Good,
            service: Service::Usual,
            ipv6: Ipv6::None,
            pop3: false,
            wrong,
        }
    }

    const fn certificate(self, certificate: Certificate) -> Self {
        Self { certificate, ..self }
    }

    const fn service(self, service: Service) -> Self {
        Self { service, ..self }
    }

    const fn ipv6(self, ipv6: Ipv6) -> Self {
        Self { ipv6, ..self }
    }

    const fn pop3(self) -> Self {
        Self { pop3: true, ..self }
    }

    /// The state called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        STATES.iter().find(|state| state.name == name)
    }

    /// Its host name.
    pub fn host(&self) -> String {
        format!("{}.example.test", self.name)
    }

    /// Its account, or another one at it.
    pub fn user(&self, local: &str) -> String {
        format!("{local}@{}", self.host())
    }

    /// The ports where its servers for reading mail listen, if they do.
    pub(super) fn reading_ports(&self) -> impl Iterator<Item = u16> {
        [143, 993].into_iter().chain(self.pop3.then_some([110, 995]).into_iter().flatten())
    }

    /// Its IPv4 address.
    pub fn ipv4(&self) -> Ipv4Addr {
        match self.service {
            Service::Filtered => Ipv4Addr::new(198, 51, 100, self.octet),
            Service::Boxes
            | Service::Busy
            | Service::ClearAuth
            | Service::Crowded
            | Service::CyrusSasl
            | Service::Deferring
            | Service::Delivering
            | Service::Limited(_)
            | Service::Locked
            | Service::Mechanisms
            | Service::NoPasswordCheck
            | Service::NoStartTls
            | Service::Nothing
            | Service::OpenRelay
            | Service::OwnSender
            | Service::Paced
            | Service::Plain
            | Service::RelayDenied
            | Service::SmallDh
            | Service::StaticRsa
            | Service::Swapped
            | Service::Tls11
            | Service::Usual => Ipv4Addr::new(192, 0, 2, self.octet),
        }
    }

    /// The address in its AAAA record.
    pub fn ipv6_address(&self) -> Option<Ipv6Addr> {
        let octet = u16::from_str_radix(&self.octet.to_string(), 16).unwrap_or_default(); // .10 is ::10, for the eye
        match self.ipv6 {
            Ipv6::Dead => Some(Ipv6Addr::new(0x2001, 0xdb8, 0xdead, 0, 0, 0, 0, octet)),
            Ipv6::None => None,
            Ipv6::Served => Some(Ipv6Addr::new(0x2001, 0xdb8, 2, 0, 0, 0, 0, octet)),
        }
    }

    /// The addresses where its servers listen.
    pub fn served(&self) -> Vec<IpAddr> {
        if matches!(self.service, Service::Filtered) {
            return Vec::new();
        }
        let ipv6 = self.ipv6_address().filter(|_| self.ipv6 == Ipv6::Served);
        [Some(IpAddr::from(self.ipv4())), ipv6.map(IpAddr::from)].into_iter().flatten().collect()
    }
}

/// All hosts, by last octet of their addresses.
pub const STATES: &[State] = &[
    State::new("healthy", 10, "nothing").ipv6(Ipv6::Served),
    State::new("quiet", 11, "nothing; one trial alone connects here and counts").ipv6(Ipv6::Served),
    State::new("ipv6-dead", 12, "its IPv6 address swallows packets").ipv6(Ipv6::Dead),
    State::new("peers", 13, "nothing; only clients that are not ours connect here"),
    State::new("pop3", 14, "nothing; POP3 is served, too").pop3(),
    State::new("expired", 20, "certificate expired three days ago")
        .certificate(Certificate::Expired),
    State::new("not-yet-valid", 21, "certificate valid from tomorrow on")
        .certificate(Certificate::NotYetValid),
    State::new("expires-soon", 22, "certificate expires in ten days")
        .certificate(Certificate::ExpiresSoon),
    State::new("wrong-name", 23, "certificate for mail.wrong-name.example.test")
        .certificate(Certificate::WrongName),
    State::new("expired-wrong-name", 24, "certificate expired and for another name")
        .certificate(Certificate::ExpiredWrongName),
    State::new("self-signed", 25, "certificate signed by its own key")
        .certificate(Certificate::SelfSigned),
    State::new("unknown-issuer", 26, "certificate by an unknown root, root sent")
        .certificate(Certificate::UnknownIssuer),
    State::new("unknown-issuer-leaf", 27, "certificate by an unknown root, root not sent")
        .certificate(Certificate::UnknownIssuerLeafOnly),
    State::new("incomplete", 28, "intermediate certificate not sent")
        .certificate(Certificate::Incomplete),
    State::new("weak", 29, "certificate with an RSA key of 1024 bits")
        .certificate(Certificate::Weak),
    State::new("tls11", 40, "TLS 1.0 and 1.1 only")
        .certificate(Certificate::GoodRsa)
        .service(Service::Tls11),
    State::new("static-rsa", 41, "TLS 1.2 with static RSA only")
        .certificate(Certificate::GoodRsa)
        .service(Service::StaticRsa),
    State::new("small-dh", 42, "TLS 1.2 with 1024-bit Diffie-Hellman only")
        .certificate(Certificate::GoodRsa)
        .service(Service::SmallDh),
    State::new("no-starttls", 60, "143 and 587 offer no STARTTLS").service(Service::NoStartTls),
    State::new("swapped", 61, "implicit TLS on 143 and 587, STARTTLS on 993 and 465")
        .service(Service::Swapped),
    State::new("clear-auth", 62, "143 and 587 take passwords before STARTTLS")
        .service(Service::ClearAuth),
    State::new("plain", 63, "143 and 587 take passwords and offer no STARTTLS")
        .service(Service::Plain),
    State::new("refused", 70, "nothing listens").service(Service::Nothing),
    State::new("filtered", 71, "packets vanish").service(Service::Filtered),
    State::new("busy", 80, "SMTP answers 421 (IMAP is in order)").service(Service::Busy),
    State::new("limited", 81, "one connection of a user (IMAP) or a client (SMTP) at a time")
        .service(Service::Limited(1)),
    State::new(
        "no-check",
        82,
        "SMTP has nobody to check passwords, or loses it on 587 (IMAP is in order)",
    )
    .service(Service::NoPasswordCheck),
    State::new("own-sender", 90, "SMTP takes only one's own sender address")
        .service(Service::OwnSender),
    State::new("relay-denied", 91, "SMTP takes mail for nobody: 465 for good, 587 for now")
        .service(Service::RelayDenied),
    State::new("open-relay", 92, "SMTP takes mail to everywhere without a log-in")
        .service(Service::OpenRelay),
    State::new("deferring", 93, "SMTP puts every recipient off").service(Service::Deferring),
    State::new(
        "mechanisms",
        130,
        "nothing; all mechanisms of Dovecot, client certificates and tokens",
    )
    .service(Service::Mechanisms)
    .pop3(),
    State::new("cyrus-sasl", 131, "nothing; SMTP checks passwords with Cyrus SASL")
        .service(Service::CyrusSasl),
    limited("limited-1", 132, 1),
    limited("limited-3", 133, 3),
    limited("limited-10", 134, 10),
    limited("limited-50", 135, 50),
    State::new("paced", 136, "SMTP lets an address connect five times in ten seconds")
        .service(Service::Paced),
    State::new("crowded", 137, "IMAP and POP3 accept nobody while three are logged in")
        .service(Service::Crowded)
        .pop3(),
    State::new("boxes", 138, "mailboxes below `INBOX.` that are nearly full")
        .service(Service::Boxes),
    State::new("delivering", 139, "nothing; what is sent to its domain is delivered")
        .service(Service::Delivering),
    State::new("locked", 140, "POP3 keeps a mailbox to one session")
        .service(Service::Locked)
        .pop3(),
];

const fn limited(name: &'static str, octet: u8, most: u32) -> State {
    State::new(name, octet, "so many connections at a time as its name says")
        .service(Service::Limited(most))
        .pop3()
}
