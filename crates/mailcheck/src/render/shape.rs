//! The shape of the JSON report, version 1, that scripts may rely on. `docs/report.schema.json` is made
//! from the types in this file and below it. Add to it; never take away.

mod connections;

use std::net::IpAddr;

use serde::Serialize;

pub(super) use connections::{DeviceJson, DevicesJson, LimitJson, RateJson};

use crate::model::ServerText;

/// What a run found out about mail settings.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "mailcheck report, version 1"))]
pub(super) struct ReportJson<'a> {
    /// The name and version of this shape.
    #[cfg_attr(test, schemars(extend("const" = SCHEMA)))]
    pub(super) schema: &'static str,
    pub(super) tool: ToolJson<'a>,
    /// When the run began, by the clock of the device.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub(super) started: String,
    pub(super) elapsed_ms: u64,
    /// The mail address, if one was given.
    pub(super) address: Option<&'a str>,
    #[cfg_attr(test, schemars(extend("enum" = [
        "ready", "ready-with-warnings", "not-ready", "inconclusive"
    ])))]
    pub(super) verdict: &'static str,
    /// Whether everything was tried, the deadline passed, or the caller stopped it.
    #[cfg_attr(test, schemars(extend("enum" = ["complete", "deadline", "cancelled"])))]
    pub(super) ended: &'static str,
    /// What to enter in a mail program; null unless it was seen to work.
    pub(super) settings: Option<SettingsJson>,
    /// Where settings were sought.
    pub(super) discovery: Vec<AskedJson<'a>>,
    /// What all sources together say.
    pub(super) ranking: RankingJson,
    /// What mail clients would do with the answers in `discovery`; empty where no source was asked.
    pub(super) clients: Vec<ClientJson>,
    /// What was tested.
    pub(super) endpoints: Vec<EndpointJson<'a>>,
    /// How many connections servers allow; empty unless measured.
    pub(super) limits: Vec<LimitJson>,
    /// What became of a message to oneself; null unless one was to be sent.
    pub(super) send_test: Option<SendTestJson<'a>>,
    /// There only where the person named devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) devices: Option<DevicesJson>,
    /// The gravest first.
    pub(super) findings: Vec<FindingJson<'a>>,
}

/// The name and version of the shape.
pub(super) const SCHEMA: &str = "mailcheck-report/1";

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "tool"))]
pub(super) struct ToolJson<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
}

/// A side that was not asked for is null.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "settings"))]
pub(super) struct SettingsJson {
    pub(super) incoming: Option<SideJson>,
    pub(super) outgoing: Option<SideJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "side"))]
pub(super) struct SideJson {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    pub(super) service: &'static str,
    /// The name to enter, internationalised names as A-labels.
    pub(super) host: String,
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(super) port: u16,
    #[cfg_attr(test, schemars(extend("enum" = ["tls", "starttls", "plain"])))]
    pub(super) security: &'static str,
    pub(super) username: Option<String>,
    pub(super) authentication: Vec<String>,
    #[cfg_attr(test, schemars(extend("enum" = [
        "given", "preset", "pacc", "autoconfig", "well-known", "mailconf", "srv", "autodiscover",
        "ispdb", "provider", "mx", "guess"
    ])))]
    pub(super) source: &'static str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "discovery"))]
pub(super) struct AskedJson<'a> {
    #[cfg_attr(test, schemars(extend("enum" = [
        "given", "preset", "pacc", "autoconfig", "well-known", "mailconf", "srv", "autodiscover",
        "ispdb", "provider", "mx", "guess"
    ])))]
    pub(super) source: &'static str,
    /// Exactly where: the name of a record, a host and port, an address on the web.
    pub(super) location: String,
    #[cfg_attr(test, schemars(extend("enum" = [
        "found", "nothing", "not-offered", "failed", "unusable", "sent-elsewhere",
        "skipped"
    ])))]
    pub(super) outcome: &'static str,
    /// Whether nobody on the way could have forged the answer.
    pub(super) trusted: bool,
    /// How somebody could have; null where nobody could.
    #[cfg_attr(test, schemars(extend("enum" = ["plain-http", "redirected", "unsigned-dns", null])))]
    pub(super) forgeable: Option<&'static str>,
    /// How far the answer counts against others, the most first; null where there is none.
    #[cfg_attr(test, schemars(extend("enum" = [
        "person", "domain", "hoster", "database", "unsigned", "plain", "guess", null
    ])))]
    pub(super) authority: Option<&'static str>,
    /// Whether somebody was asked who is neither the mail domain nor its mail hoster.
    pub(super) third_party: bool,
    /// The mail hoster's host that MX records name, where one led here.
    pub(super) by_mx: Option<String>,
    pub(super) settings: Vec<SideJson>,
    pub(super) note: Option<String>,
    pub(super) elapsed_ms: u64,
    /// Round trips that were waited for one after the other; null where they were not counted.
    pub(super) round_trips: Option<u32>,
    /// The requests that were sent on, in order.
    pub(super) redirects: Vec<RedirectJson<'a>>,
    /// The last certificate that was shown on the way; null where none was.
    pub(super) https: Option<HttpsJson<'a>>,
    /// What DNSSEC says of the records on the way; null where it does not matter.
    #[cfg_attr(test, schemars(extend("enum" = [
        "secure", "insecure", "bogus", "indeterminate", null
    ])))]
    pub(super) dnssec: Option<&'static str>,
    /// How the document differs from its format.
    pub(super) deviations: Vec<DeviationJson<'a>>,
    /// What the document says to people.
    pub(super) notes: Option<NotesJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "redirect"))]
pub(super) struct RedirectJson<'a> {
    pub(super) url: &'a str,
    /// The HTTP status; null where no answer came.
    pub(super) status: Option<u16>,
    pub(super) to: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "https"))]
pub(super) struct HttpsJson<'a> {
    pub(super) verified: bool,
    pub(super) issuer: &'a str,
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub(super) not_after: String,
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub(super) sha256: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "deviation"))]
pub(super) struct DeviationJson<'a> {
    /// In kebab case, such as `unknown-socket-type`.
    pub(super) kind: &'a str,
    /// The element or value, as it stands there.
    pub(super) text: &'a str,
    /// From 1; 0 where it has none.
    pub(super) line: u32,
    /// Whether a server was left out because of it.
    pub(super) dropped: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "notes"))]
pub(super) struct NotesJson<'a> {
    pub(super) display_name: Option<&'a str>,
    /// Pages to read.
    pub(super) documentation: Vec<&'a str>,
    /// Pages to visit before mail programs may be used.
    pub(super) enable: Vec<&'a str>,
    /// Who gives bearer tokens.
    pub(super) oauth_issuer: Option<&'a str>,
}

/// Every server that some source names, the one to be tried first in front.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ranking"))]
pub(super) struct RankingJson {
    pub(super) incoming: Vec<RankedJson>,
    pub(super) outgoing: Vec<RankedJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ranked"))]
pub(super) struct RankedJson {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    pub(super) service: &'static str,
    pub(super) host: String,
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(super) port: u16,
    #[cfg_attr(test, schemars(extend("enum" = ["tls", "starttls", "plain"])))]
    pub(super) security: &'static str,
    /// Who names it, the greatest authority first.
    pub(super) sources: Vec<&'static str>,
    /// Whose word it stands on, as in `discovery`.
    #[cfg_attr(test, schemars(extend("enum" = [
        "person", "domain", "hoster", "database", "unsigned", "plain", "guess"
    ])))]
    pub(super) authority: &'static str,
    /// Whether a credential may go there as far as the sources are concerned.
    pub(super) trusted: bool,
    /// Whether a mail server answers there; null where that is not known.
    pub(super) answers: Option<bool>,
    /// Whether it is the one to use.
    pub(super) chosen: bool,
    /// Why it stands before the next of its protocol, else before the next; of the chosen one why it won.
    /// Null of the last of several.
    #[cfg_attr(test, schemars(extend("enum" = [
        "answers", "authority", "encrypted", "first-named", "imap", "implicit-tls", "only", null
    ])))]
    pub(super) reason: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "endpoint"))]
pub(super) struct EndpointJson<'a> {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    pub(super) service: &'static str,
    pub(super) host: &'a str,
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(super) port: u16,
    #[cfg_attr(test, schemars(extend("enum" = ["tls", "starttls", "plain"])))]
    pub(super) security: &'static str,
    pub(super) addresses: Vec<AddressJson>,
    /// What the server said first, its lines parted by line feeds.
    pub(super) greeting: Option<String>,
    /// How the server names itself.
    pub(super) identity: Option<&'a str>,
    pub(super) tls: Option<TlsJson<'a>>,
    pub(super) capabilities: CapabilitiesJson<'a>,
    pub(super) auth_mechanisms: MechanismsJson,
    pub(super) login: LoginJson,
    /// There only of IMAP, where the log-in was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mailbox: Option<super::json::mailbox::MailboxJson<'a>>,
    /// There only where it was asked whether mail may be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sending: Option<SendingJson>,
    /// Round trips until the end of the log-in and of what IMAP is asked after it; null where they were not
    /// counted.
    pub(super) round_trips: Option<u32>,
    pub(super) timings_ms: TimingsJson,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "address"))]
pub(super) struct AddressJson {
    pub(super) ip: IpAddr,
    /// Null when the run ended first.
    #[cfg_attr(test, schemars(extend("enum" = [
        "connected", "refused", "timed-out", "unreachable", "reset", null
    ])))]
    pub(super) outcome: Option<&'static str>,
    pub(super) connect_ms: Option<u64>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "tls"))]
pub(super) struct TlsJson<'a> {
    /// Null when the handshake failed behind the certificates.
    pub(super) version: Option<&'a str>,
    pub(super) cipher_suite: Option<&'a str>,
    pub(super) key_exchange_group: Option<&'a str>,
    pub(super) alpn: Option<&'a str>,
    pub(super) trusted: bool,
    pub(super) verification_error: Option<&'a str>,
    /// Null for implicit TLS, where it is not needed.
    pub(super) starttls_offered: Option<bool>,
    /// The server's own first; ends before the first that cannot be read.
    pub(super) chain: Vec<CertificateJson<'a>>,
    /// Which certificate cannot be read and why, counted from 1 as they came.
    pub(super) chain_error: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "certificate"))]
pub(super) struct CertificateJson<'a> {
    pub(super) subject: &'a str,
    pub(super) issuer: &'a str,
    pub(super) names: &'a [String],
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub(super) not_before: String,
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub(super) not_after: String,
    pub(super) public_key: String,
    pub(super) signature: &'a str,
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub(super) sha256: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "capabilities"))]
pub(super) struct CapabilitiesJson<'a> {
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) before_tls: Option<&'a [ServerText]>,
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) after_tls: Option<&'a [ServerText]>,
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) after_login: Option<&'a [ServerText]>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "mechanisms"))]
pub(super) struct MechanismsJson {
    pub(super) before_tls: Option<Vec<String>>,
    pub(super) after_tls: Option<Vec<String>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "login"))]
pub(super) struct LoginJson {
    /// `rejected` is a refusal for good: of user name or password, or for a reason that a finding
    /// names; a limit, a lock, no answer or a refusal by policy is `temporary`.
    #[cfg_attr(test, schemars(extend("enum" = [
        "accepted", "rejected", "temporary", "not-attempted"
    ])))]
    pub(super) outcome: &'static str,
    pub(super) mechanism: Option<&'static str>,
    /// What the server literally said, its lines parted by line feeds.
    pub(super) reply: Option<String>,
    /// What was wrong with what the server said in the exchange, such as `server-signature`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fault: Option<String>,
    /// The other mechanisms, where all were to be tried.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) others: Vec<OtherLoginJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "other-login"))]
pub(super) struct OtherLoginJson {
    pub(super) mechanism: &'static str,
    #[cfg_attr(test, schemars(extend("enum" = [
        "accepted", "rejected", "temporary", "no-answer", "not-attempted"
    ])))]
    pub(super) outcome: &'static str,
    pub(super) reply: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "sending"))]
pub(super) struct SendingJson {
    /// What the server made of the account's address as sender and recipient, by the codes of its
    /// replies; no message was sent.
    #[cfg_attr(test, schemars(extend("enum" = ["accepted", "refused", "later", "unanswered"])))]
    pub(super) outcome: &'static str,
    /// What the server literally said, its lines parted by line feeds.
    pub(super) reply: Option<String>,
}

/// Null where a step was not reached.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "timings"))]
pub(super) struct TimingsJson {
    pub(super) dns: Option<u64>,
    pub(super) connect: Option<u64>,
    pub(super) tls: Option<u64>,
    pub(super) greeting: Option<u64>,
    pub(super) login: Option<u64>,
    pub(super) total: Option<u64>,
}

/// A message to oneself.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "send_test"))]
pub(super) struct SendTestJson<'a> {
    /// What the outgoing server made of it; `unanswered` leaves open whether it was taken.
    #[cfg_attr(test, schemars(extend("enum" = [
        "accepted", "refused", "later", "unanswered", "not-sent"
    ])))]
    pub(super) sent: &'static str,
    /// What the outgoing server literally said last, its lines parted by line feeds.
    pub(super) reply: Option<String>,
    /// The `Message-ID` that it was given, without angle brackets.
    pub(super) message_id: Option<&'a str>,
    /// How long after the outgoing server's answer it was seen in the mailbox; null where it was not.
    pub(super) delivered_ms: Option<u64>,
    /// How long it was looked for in vain; null where it was found.
    pub(super) waited_ms: Option<u64>,
    /// Where it was found.
    #[cfg_attr(test, schemars(extend("enum" = ["inbox", "junk", "all", null])))]
    pub(super) folder: Option<&'static str>,
    /// Whether IDLE announced it; null where that was not offered or cannot be told.
    pub(super) idle_announced: Option<bool>,
    /// Whether it still has the `Message-ID` that it was given.
    pub(super) message_id_kept: Option<bool>,
    /// Its way as its header tells it, the last step first.
    pub(super) received: Vec<ReceivedJson<'a>>,
    /// What servers on its way made of its sender (RFC 8601).
    pub(super) authentication_results: Vec<AuthenticationJson<'a>>,
    /// What became of it once it was found.
    #[cfg_attr(test, schemars(extend("enum" = [
        "deleted", "marked", "kept", "not-deleted", null
    ])))]
    pub(super) removal: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "received"))]
pub(super) struct ReceivedJson<'a> {
    pub(super) from: Option<&'a str>,
    pub(super) by: Option<&'a str>,
    /// The kind of transfer, such as `ESMTPS` (RFC 3848).
    pub(super) with: Option<&'a str>,
    /// The version of TLS, such as `1.3`, where it is told.
    pub(super) tls: Option<&'a str>,
    #[cfg_attr(test, schemars(extend("enum" = ["encrypted", "clear", "untold"])))]
    pub(super) passage: &'static str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "authentication_result"))]
pub(super) struct AuthenticationJson<'a> {
    /// `spf`, `dkim` or `dmarc`.
    pub(super) method: &'a str,
    /// Such as `pass`, `fail` or `none`.
    pub(super) result: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "finding"))]
pub(super) struct FindingJson<'a> {
    /// Stable: `stage.fault`.
    #[cfg_attr(test, schemars(regex(pattern = r"^[a-z0-9-]+\.[a-z0-9-]+$")))]
    pub(super) id: &'static str,
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "notice"])))]
    pub(super) severity: &'static str,
    /// Index into `endpoints`; null for the run as a whole.
    pub(super) endpoint: Option<usize>,
    pub(super) title: String,
    pub(super) cause: String,
    /// What it may be due to, the likeliest first; empty when the cause is certain.
    pub(super) causes: Vec<String>,
    /// What to do first.
    pub(super) action: String,
    /// Who can act.
    #[cfg_attr(test, schemars(extend("enum" = ["you", "provider", "line", "device"])))]
    pub(super) who: &'static str,
    /// How long to wait before the next attempt, from the end of the run on; null where waiting does
    /// not help.
    pub(super) wait_s: Option<u64>,
    /// When that is over.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub(super) wait_until: Option<String>,
    /// Whose rule the wait is: what the server said, what its provider publishes, the usual setting of
    /// its software, this program's own number, or the refusals that this program counted.
    #[cfg_attr(test, schemars(extend("enum" = [
        "reply", "provider", "software", "default", "ledger", null
    ])))]
    pub(super) wait_source: Option<&'static str>,
    /// Where that rule stands.
    pub(super) wait_reference: Option<&'static str>,
    /// What was seen, in the server's words.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) evidence: &'a [ServerText],
    pub(super) reference: &'static str,
}

/// What a mail client would do with the answers in `discovery`; sources are indices into it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "client"))]
pub(super) struct ClientJson {
    #[cfg_attr(test, schemars(extend("enum" = [
        "thunderbird", "thunderbird-android", "deltachat", "fairemail", "apple-mail", "outlook"
    ])))]
    pub(super) client: &'static str,
    /// The version whose source code was read; null where nobody outside can read it.
    pub(super) version: Option<&'static str>,
    /// Whether it goes by a source, tries usual names or asks the person.
    #[cfg_attr(test, schemars(extend("enum" = ["source", "guesses", "by-hand"])))]
    pub(super) way: &'static str,
    pub(super) source: Option<usize>,
    /// Null where that depends on which server answers, or on the person.
    pub(super) incoming: Option<PickJson>,
    pub(super) outgoing: Option<PickJson>,
    /// The forms of the user name that it would try, in this order.
    #[cfg_attr(test, schemars(inner(regex(pattern = "^(address|local-part|other)$"))))]
    pub(super) usernames: Vec<&'static str>,
    /// What one wrong password would cost; null where it is not known.
    pub(super) failed_logins: Option<LogInsJson>,
    /// The servers it would try, the best first.
    pub(super) guesses: Vec<PlaceJson>,
    pub(super) rejected: Vec<RejectionJson>,
    /// Sources with settings that it never asks for.
    pub(super) ignored: Vec<usize>,
    /// What it asks the person to agree to.
    pub(super) asks: Vec<&'static str>,
    /// What else a person should know.
    pub(super) notes: Vec<&'static str>,
    /// Whether all that this depends on was asked and is known.
    pub(super) certain: bool,
    pub(super) doubts: Vec<DoubtJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "place"))]
pub(super) struct PlaceJson {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    pub(super) service: &'static str,
    pub(super) host: String,
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(super) port: u16,
    #[cfg_attr(test, schemars(extend("enum" = ["tls", "starttls", "plain"])))]
    pub(super) security: &'static str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "pick"))]
pub(super) struct PickJson {
    #[serde(flatten)]
    pub(super) place: PlaceJson,
    /// The first that it would try.
    pub(super) username: Option<String>,
    pub(super) authentication: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "log-ins"))]
pub(super) struct LogInsJson {
    pub(super) incoming: u32,
    pub(super) outgoing: u32,
    /// Whether there can be fewer.
    pub(super) at_most: bool,
}

/// An answer, or a server in it, that the client does not use.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "rejection"))]
pub(super) struct RejectionJson {
    pub(super) source: usize,
    pub(super) kind: &'static str,
    pub(super) server: Option<PlaceJson>,
    /// The line of the document, from 1.
    pub(super) line: Option<u32>,
    /// Whether the whole answer is given up.
    pub(super) whole: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "doubt"))]
pub(super) struct DoubtJson {
    pub(super) kind: &'static str,
    /// Which kind of source it is about.
    pub(super) source: Option<&'static str>,
    /// Which answer it is about.
    pub(super) answer: Option<usize>,
    pub(super) line: Option<u32>,
}
