//! One thing seen, on every path: success, refusal, silence, garbage, hanging up.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::TooSoon;
use super::asked::Asked;
use super::circle::{Delivered, Removal, SendReply};
use super::envelope::{EnvelopeFailure, EnvelopeReply};
use super::held::{Ramp, Trial};
use super::mailbox::Mailbox;
use super::tls::{Chain, Encryption, Flight, TlsFailure};
use crate::model::{Host, Mechanism, ServerText};
use crate::typing::Slip;
use crate::wire::greeting::GreetingKind;
use crate::wire::sasl::{OauthError, SaslFault};

/// One thing that a stage saw. All durations are milliseconds.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fact {
    /// A source of settings was asked.
    Asked(Asked),
    /// The resolver gave addresses of one family; an empty list means that there are none.
    Resolved {
        /// A or AAAA.
        family: Family,
        /// In the order in which they came.
        ips: Vec<IpAddr>,
        /// Who gave them.
        via: Via,
        /// How long it took.
        took_ms: u64,
    },
    /// The resolver gave no answer of use for one family.
    LookupFailed {
        /// A or AAAA.
        family: Family,
        /// Why.
        why: LookupFailure,
        /// How long it took.
        took_ms: u64,
    },
    /// The domain above a host was looked up, too, because the host itself was not found: tells the
    /// name from the resolver.
    DomainLookedUp {
        /// The host without its first label.
        domain: Host,
        /// Why there was no answer; `None` when there was one, an empty one included.
        failed: Option<LookupFailure>,
        /// How long it took.
        took_ms: u64,
    },
    /// TCP is up.
    Connected {
        /// How long it took.
        took_ms: u64,
    },
    /// TCP did not come up.
    ConnectFailed {
        /// Why.
        why: ConnectFailure,
        /// How long it took.
        took_ms: u64,
    },
    /// The server spoke first, as it should.
    Greeted(Greeting),
    /// There is no complete greeting.
    GreetingFailed {
        /// Why.
        why: ReadFailure,
        /// What had come until then.
        partial: Option<ServerText>,
        /// How long it took.
        took_ms: u64,
    },
    /// The server listed its capabilities: IMAP's `CAPABILITY`, POP3's CAPA, SMTP's EHLO keywords.
    Capabilities {
        /// Merged lists would hide stripping, so each keeps its stage.
        stage: Stage,
        /// In the order in which they came, as the server wrote them.
        list: Vec<ServerText>,
        /// Whether they came with the greeting or the log-in, without being asked for.
        unasked: bool,
    },
    /// The server did not list its capabilities.
    CapabilitiesFailed {
        /// When they were asked for.
        stage: Stage,
        /// Why the answer could not be read; `None` when it was a refusal.
        why: Option<ReadFailure>,
        /// What the server said instead.
        reply: Option<ServerText>,
    },
    /// The server answered and listed nothing: IMAP's `OK` without a list, POP3's `-ERR` to CAPA, or SMTP's
    /// 500 or 502 to EHLO, which servers without extensions say (RFC 2449 §5, RFC 5321 §3.2).
    CapabilitiesNotListed {
        /// When they were asked for.
        stage: Stage,
        /// What the server said instead.
        reply: ServerText,
    },
    /// How the server names itself in its answer to EHLO.
    Identity {
        /// The domain it gives.
        name: ServerText,
    },
    /// STARTTLS is not among the capabilities before TLS, so it was not sent.
    StarttlsNotOffered,
    /// The server said go ahead.
    StarttlsAccepted {
        /// Its reply.
        reply: ServerText,
    },
    /// The server refused STARTTLS.
    StarttlsRefused {
        /// Its reply.
        reply: ServerText,
        /// Whether it is one of SMTP's 4xx replies, IMAP's `[UNAVAILABLE]` or its `BYE`, POP3's `[SYS/TEMP]`.
        transient: bool,
    },
    /// The answer to STARTTLS could not be read.
    StarttlsFailed {
        /// Why.
        why: ReadFailure,
    },
    /// Text in clear followed the go-ahead: it would have been taken as said inside TLS.
    StarttlsLeftover {
        /// What it was.
        text: ServerText,
    },
    /// A command in clear was sent along with STARTTLS, and then TLS was begun.
    CommandInjected {
        /// What the server answered to it inside TLS; `None` when it rightly did not.
        reply: Option<ServerText>,
    },
    /// The handshake is done.
    Encrypted(Encryption),
    /// The handshake failed.
    HandshakeFailed {
        /// Why.
        why: TlsFailure,
        /// How long it took.
        took_ms: u64,
    },
    /// The server showed its certificates. Recorded whether or not they are accepted.
    Presented(Chain),
    /// A name that a certificate is for was looked up, because it is not for the name that was asked
    /// for.
    NameLookedUp {
        /// Which name: one that stands in the certificate, or one that its wildcard stands for.
        name: Host,
        /// Where it leads, of all families that are used.
        ips: Vec<IpAddr>,
        /// Why that may not be all; `None` when every family was answered.
        why: Option<LookupFailure>,
    },
    /// The first flight of a server that answered the hand-made `ClientHello`, or its refusal.
    FirstFlight(Flight),
    /// Logging in was left out.
    NotAttempted {
        /// Why.
        why: NotAttempted,
    },
    /// The server answered to the log-in.
    Login(LoginReply),
    /// The log-in was begun and got no answer.
    LoginFailed(LoginFailure),
    /// A mechanism that is offered was not tried, as no more refusals were to be risked, or the connection
    /// did not come to the log-in.
    MechanismLeftOut {
        /// Which.
        mechanism: Mechanism,
    },
    /// What a mail program finds right after the log-in to IMAP.
    Mailbox(Mailbox),
    /// The server answered to a part of an envelope that no message followed (RFC 5321 §3.3).
    Envelope(EnvelopeReply),
    /// A part of an envelope got no answer.
    EnvelopeFailed(EnvelopeFailure),
    /// The outgoing server answered to a message that was sent to the account's own address.
    Sent(SendReply),
    /// That message was handed over whole, and got no answer: it may have been taken or not.
    SendUnanswered {
        /// Why.
        why: ReadFailure,
    },
    /// That message was found again.
    Delivered(Delivered),
    /// That message was looked for in vain.
    NotDelivered {
        /// How long, in milliseconds.
        waited_ms: u64,
    },
    /// That message could not be looked for any longer.
    SearchFailed {
        /// Why.
        why: ReadFailure,
    },
    /// That message was not sent: the mail is fetched by POP3, which shows new mail to nobody but who logs in
    /// again (RFC 1939 §3), so that it is not looked for.
    NotSearched,
    /// What became of that message once it was found.
    Removed(Removal),
    /// Connections were held at once, more and more of them.
    Held(Ramp),
    /// One more connection was asked for, to find out what ended that.
    Tried(Trial),
    /// Nobody was asked from this address of ours, as the server was not reached by its family, or as it is
    /// the one that all others came from.
    NotTried {
        /// The address.
        from: IpAddr,
    },
    /// The server's goodbye was sent.
    Goodbye,
    /// What a person typed was looked at for slips. A password that a server took has none.
    Typed {
        /// Address first, then log-in name, then password.
        slips: Vec<Slip>,
    },
}

/// Which of the connections to an address.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Attempt {
    /// What a client would do; the only one that may carry a credential.
    Client,
    /// To a port that nobody asked about, because the one that was meant did not answer as mail:
    /// tells the line from the server, and never carries a credential.
    Control,
    /// Goes on whatever the certificate says, and never carries a credential.
    Diagnostic,
    /// A command in clear was sent along with STARTTLS, to see whether it is done inside TLS.
    Injection,
    /// TLS was tried at once because no greeting came.
    ImplicitTls,
    /// The hand-made `ClientHello` for servers below TLS 1.2.
    Legacy,
    /// Without a log-in, to see whether mail to elsewhere is taken all the same.
    Unauthenticated,
    /// By another mechanism than the one that the client's own connection logged in by.
    Mechanism,
    /// Held along with others, to see how many the server lets be held at once.
    Ramp,
    /// The message to oneself is sent.
    Delivery,
    /// The message to oneself is looked for.
    Mailbox,
}

/// The family of an address.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: A and AAAA")]
pub enum Family {
    /// A records.
    Ipv4,
    /// AAAA records.
    Ipv6,
}

impl Family {
    /// The family of this address.
    pub fn of(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(_) => Self::Ipv4,
            IpAddr::V6(_) => Self::Ipv6,
        }
    }
}

/// Who gave the addresses.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Via {
    /// A DNS resolver or the hosts file.
    Dns,
    /// The person (`--resolve`).
    Given,
    /// The host is an address itself.
    Literal,
}

/// Why a look-up gave nothing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LookupFailure {
    /// The resolver withholds an answer that it gives when asked not to validate (RFC 4035 §3.2.2).
    Bogus,
    /// No resolver answered in time.
    NoAnswer,
    /// The name does not exist (NXDOMAIN).
    NotFound,
    /// Anything we have no word for yet.
    Other {
        /// In the words of the resolver library.
        text: String,
    },
    /// The resolver answered with an error, such as SERVFAIL or REFUSED.
    ServerError {
        /// The response code's name.
        code: String,
    },
    /// The run ended, or another server was found, before there was an answer.
    Stopped,
}

/// Why no TCP connection came about, in the words of the operating system.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ConnectFailure {
    /// This device has no route for this family at all (`ENETUNREACH`).
    NoRoute,
    /// Anything we have no word for yet.
    Other {
        /// The operating system's number.
        code: Option<i32>,
        /// Its words.
        text: String,
    },
    /// The host is there, the port is shut (`ECONNREFUSED`).
    Refused,
    /// The connection was torn down while it was made (`ECONNRESET`).
    Reset,
    /// The run ended first.
    Stopped,
    /// No answer in time.
    TimedOut,
    /// Something on the way says that the host is not there (`EHOSTUNREACH`).
    Unreachable,
}

/// Why what was awaited did not come.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReadFailure {
    /// The server hung up.
    Closed,
    /// What came is not the protocol.
    Garbled {
        /// The first line of it.
        text: ServerText,
    },
    /// Anything we have no word for yet.
    Other {
        /// The operating system's words.
        text: String,
    },
    /// The connection was torn down (`ECONNRESET`).
    Reset,
    /// The run ended first.
    Stopped,
    /// Nothing, or not enough, came in time.
    TimedOut,
    /// More came than any server has to say.
    TooLong {
        /// Octets read until then.
        octets: usize,
    },
}

/// What a server said first.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Greeting {
    /// What kind of greeting it is.
    pub kind: GreetingKind,
    /// Its lines, as they came.
    pub lines: Vec<ServerText>,
    /// How long it took to come, counted from when it could have been sent.
    pub took_ms: u64,
}

impl Greeting {
    /// Puts a greeting together.
    pub fn new(kind: GreetingKind, lines: Vec<ServerText>, took_ms: u64) -> Self {
        Self { kind, lines, took_ms }
    }
}

/// When a list of capabilities was given.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: the contract's three stages")]
pub enum Stage {
    /// In clear.
    BeforeTls,
    /// Inside TLS, before logging in.
    AfterTls,
    /// Logged in.
    AfterLogin,
}

/// Why logging in was left out.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NotAttempted {
    /// Only DNS, which can be forged, names this host outside of the mail domain (RFC 6186 §6).
    ForeignHost,
    /// There is no encryption on this connection.
    InClear,
    /// The credential goes to outgoing servers only once an incoming one took it, and none did.
    IncomingNotAccepted,
    /// Text in clear was carried over the start of TLS.
    Injected,
    /// No credential was given, or none is to be used.
    NoCredential,
    /// The server offers nothing to log in with.
    NoMechanism,
    /// Another address of the host, or a better server, was used.
    NotChosen,
    /// The one mechanism that was to be used is not offered.
    NotOffered(Mechanism),
    /// The server took the connection for logged in from the start (IMAP's `PREAUTH`).
    Preauth,
    /// The incoming server did not take the credential.
    RefusedElsewhere,
    /// The run ended first.
    Stopped,
    /// Log-ins of earlier runs were refused, and one more could do harm.
    TooSoon(TooSoon),
    /// The server offers mechanisms, and none that can be used with a password here.
    Unusable,
    /// The server's certificate is not trusted.
    Unverified,
}

/// What the server answered to a log-in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LoginReply {
    /// What was used.
    pub mechanism: Mechanism,
    /// Whether it let us in, and, where the mechanism has it do so, proved that it knows the password.
    pub accepted: bool,
    /// SMTP's basic code, such as 535.
    pub code: Option<u16>,
    /// SMTP's enhanced code such as `5.7.8` (RFC 3463), or the response code of IMAP or POP3 such as
    /// `AUTHENTICATIONFAILED` (RFC 5530) or `SYS/TEMP` (RFC 3206), in upper case.
    pub detail: Option<String>,
    /// Whether the reply says by its code that another time may be better (RFC 4954 §6, RFC 5530, RFC 3206 §4).
    pub transient: bool,
    /// The lines of the reply, alerts before it included.
    pub lines: Vec<ServerText>,
    /// How long it took.
    pub took_ms: u64,
    /// What was wrong with what the server said in the exchange, so that it was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<SaslFault>,
    /// What the server said of a token that it does not take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth: Option<OauthError>,
    /// How often the server has the password hashed, in SCRAM (RFC 5802 §5.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iterations: Option<u64>,
}

impl LoginReply {
    /// Puts a reply together that says nothing but yes or no.
    pub fn new(mechanism: Mechanism, accepted: bool, lines: Vec<ServerText>, took_ms: u64) -> Self {
        Self {
            mechanism,
            accepted,
            code: None,
            detail: None,
            transient: false,
            lines,
            took_ms,
            fault: None,
            oauth: None,
            iterations: None,
        }
    }
}

/// A log-in that got no answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LoginFailure {
    /// What was used.
    pub mechanism: Mechanism,
    /// Why there is no answer.
    pub why: ReadFailure,
    /// What the server said before, if anything.
    pub lines: Vec<ServerText>,
}

impl LoginFailure {
    /// Puts a failure together.
    pub fn new(mechanism: Mechanism, why: ReadFailure, lines: Vec<ServerText>) -> Self {
        Self { mechanism, why, lines }
    }
}
