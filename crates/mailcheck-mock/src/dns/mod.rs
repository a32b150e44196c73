//! A DNS server, in words: what it says beside, or instead of, what the provider is.

mod server;
mod zones;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use hickory_server::proto::rr::LowerName;
use hickory_server::proto::rr::Name;
use hickory_server::proto::rr::Record;
use hickory_server::proto::rr::RecordType;
use hickory_server::proto::serialize::txt::Parser;
use serde::Deserialize;

use crate::span::ParseSpanError;
use crate::span::Span;

pub(crate) use server::Running;
pub(crate) use zones::Zones;

/// What the provider's DNS server is to say.
///
/// It serves the provider's domain, and is the only one that knows it: the addresses of its hosts,
/// the SRV records of RFC 6186 and RFC 8314 with the ports where the provider really listens, MX.
/// A name that is not there gets NXDOMAIN with the SOA record, a name outside of every zone
/// REFUSED, since nothing is ever looked up elsewhere. Nothing is really signed: which zones count
/// as signed is said, and believed by the `World` of the feature `world`.
///
/// # Examples
///
/// ```
/// use mailcheck_mock::Dns;
/// use mailcheck_mock::DnsAnswer;
/// use mailcheck_mock::Provider;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let dns = Dns::default()
///     .record("imap.example.org. 60 IN AAAA ::1")?
///     .answer("_imaps._tcp.example.org SRV", DnsAnswer::ServFail)?;
/// let provider = Provider::builder().domain("example.org").dns(dns).start().await?;
/// assert!(provider.dns().is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dns {
    /// Whether the provider's own records are there, too.
    own_records: bool,
    zones: Vec<Zone>,
    records: Vec<ZoneLine>,
    answers: BTreeMap<Question, DnsAnswer>,
    /// The zones of which a client in the `World` finds that they are signed.
    signed: Vec<Zone>,
    /// Whether that client gets to see signatures.
    signatures: Signatures,
}

impl Default for Dns {
    fn default() -> Self {
        let (zones, records, answers, signed, signatures) = Default::default();
        Self { own_records: true, zones, records, answers, signed, signatures }
    }
}

/// What becomes of signatures on the way to the client.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Signatures {
    /// The resolver in between leaves them out, as those of many home routers do.
    Dropped,
    #[default]
    Passed,
}

impl Dns {
    /// Serves nothing but what is added.
    #[must_use]
    pub fn without_own_records(mut self) -> Self {
        self.own_records = false;
        self
    }

    /// Serves this zone, too, for example `hosting.example`.
    ///
    /// # Errors
    ///
    /// [`ParseDnsError`] if this is no name.
    pub fn zone(mut self, name: &str) -> Result<Self, ParseDnsError> {
        self.zones.push(name.parse()?);
        Ok(self)
    }

    /// This zone, which is the provider's domain or was [added](Self::zone), counts as signed.
    ///
    /// # Errors
    ///
    /// [`ParseDnsError`] if this is no name.
    pub fn signed(mut self, zone: &str) -> Result<Self, ParseDnsError> {
        self.signed.push(zone.parse()?);
        Ok(self)
    }

    /// Nobody gets to see signatures, so that nobody can tell what is signed.
    #[must_use]
    pub fn without_signatures(mut self) -> Self {
        self.signatures = Signatures::Dropped;
        self
    }

    /// Adds a record in the words of a zone file (RFC 1035 §5.1), for example
    /// `imap.example.org. 300 IN A 127.0.0.1`. Every name is complete, with or without its last
    /// dot; time to live and class may be left out; a `*` as the first label is a wildcard.
    ///
    /// It takes the place of the provider's own records of that name and type.
    ///
    /// # Errors
    ///
    /// [`ParseDnsError`] if this is no record.
    pub fn record(mut self, line: &str) -> Result<Self, ParseDnsError> {
        self.records.push(line.parse()?);
        Ok(self)
    }

    /// Answers a question so, whatever the records say.
    ///
    /// A question is a name and a record type, or a name for every type. A `*` as the first label
    /// means every name below, and alone every name. The closest question counts.
    ///
    /// # Errors
    ///
    /// [`ParseDnsError`] if this is no question.
    pub fn answer(mut self, question: &str, answer: DnsAnswer) -> Result<Self, ParseDnsError> {
        self.answers.insert(question.parse()?, answer);
        Ok(self)
    }
}

/// What the DNS server answers instead of the truth, or beside it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
#[non_exhaustive]
pub enum DnsAnswer {
    /// SERVFAIL, as a resolver says whose validation fails; the truth to whoever asks for it without
    /// validation (`CD`, RFC 4035 §3.2.2).
    Bogus,
    /// An alias of the name below it, which is another alias, and so on without end.
    Chain,
    /// The truth, after a while.
    Delay(Duration),
    /// "I do not understand the question."
    FormErr,
    /// An alias of itself.
    Loop,
    /// The name exists, a record of this type does not.
    NoData,
    /// The name does not exist.
    NxDomain,
    /// "I do not want to answer."
    Refused,
    /// "I cannot answer just now."
    ServFail,
    /// No answer at all.
    Silent,
    /// The truth on TCP; on UDP, that it is too long.
    Truncated,
}

impl DnsAnswer {
    /// The words that stand for themselves.
    const WORDS: [(&str, Self); 10] = [
        ("bogus", Self::Bogus),
        ("chain", Self::Chain),
        ("formerr", Self::FormErr),
        ("loop", Self::Loop),
        ("no-data", Self::NoData),
        ("nxdomain", Self::NxDomain),
        ("refused", Self::Refused),
        ("servfail", Self::ServFail),
        ("silent", Self::Silent),
        ("truncated", Self::Truncated),
    ];
}

impl FromStr for DnsAnswer {
    type Err = ParseDnsError;

    fn from_str(text: &str) -> Result<Self, ParseDnsError> {
        if let Some(delay) = text.strip_prefix("delay ") {
            let bad = |_| ParseDnsError::Delay(text.to_owned());
            return Span::try_from(delay.to_owned())
                .map(|Span(delay)| Self::Delay(delay))
                .map_err(bad);
        }
        let known = Self::WORDS.iter().find(|(word, _)| *word == text);
        known.map(|&(_, answer)| answer).ok_or_else(|| ParseDnsError::Answer(text.to_owned()))
    }
}

impl TryFrom<String> for DnsAnswer {
    type Error = ParseDnsError;

    fn try_from(text: String) -> Result<Self, ParseDnsError> {
        text.parse()
    }
}

/// How the DNS server is asked.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Transport {
    /// In a stream.
    Tcp,
    /// In one datagram.
    Udp,
}

impl Transport {
    /// `tcp` or `udp`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// Why some words about DNS mean nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseDnsError {
    /// No answer is called so.
    #[error("no DNS answer is called {0:?}; there are {AnswerWords}, and \"delay\" with a time")]
    Answer(String),
    /// The time is none.
    #[error("DNS answer {0:?}: {ParseSpanError}")]
    Delay(String),
    /// A zone that is to be signed is none of those that are served.
    #[error("DNS zone {zone:?} cannot be signed, as it is not served")]
    NotServed {
        /// The zone.
        zone: String,
    },
    /// The owner of a record is in none of the zones.
    #[error("DNS record {record:?} is in none of the zones that are served ({zones})")]
    NoZone {
        /// The record.
        record: String,
        /// What is served.
        zones: String,
    },
    /// This is not a name and, at most, a record type.
    #[error("DNS question {text:?}: {why}")]
    Question {
        /// What was given.
        text: String,
        /// What is wrong with it.
        why: String,
    },
    /// This is not a record.
    #[error("DNS record {record:?}: {why}")]
    Record {
        /// What was given.
        record: String,
        /// What is wrong with it.
        why: String,
    },
    /// There are more records or answers than anybody needs.
    #[error("{count} DNS records and answers; there can be {MAX_ENTRIES}")]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// This is not the name of a zone.
    #[error("DNS zone {zone:?}: {why}")]
    Zone {
        /// What was given.
        zone: String,
        /// What is wrong with it.
        why: String,
    },
}

/// Lists the answers that there are.
struct AnswerWords;

impl fmt::Display for AnswerWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (word, _)) in DnsAnswer::WORDS.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{word:?}")?;
        }
        Ok(())
    }
}

/// The name of a zone.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct Zone(LowerName);

impl FromStr for Zone {
    type Err = ParseDnsError;

    fn from_str(text: &str) -> Result<Self, ParseDnsError> {
        let bad = |why| ParseDnsError::Zone { zone: text.to_owned(), why };
        name(text).map(|name| Self(name.into())).map_err(bad)
    }
}

impl TryFrom<String> for Zone {
    type Error = ParseDnsError;

    fn try_from(text: String) -> Result<Self, ParseDnsError> {
        text.parse()
    }
}

/// One record, as it stood in the words of a zone file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct ZoneLine(Record);

impl FromStr for ZoneLine {
    type Err = ParseDnsError;

    fn from_str(line: &str) -> Result<Self, ParseDnsError> {
        let bad = |why: String| ParseDnsError::Record { record: line.to_owned(), why };
        // A zone file can do more than name a record: read other files, for one.
        if line.contains(['\n', '\r']) || line.starts_with(['$', '@', ';', ' ', '\t']) {
            return Err(bad("it has to begin with a name, and to be one line".to_owned()));
        }
        let file = format!("$TTL {TTL}\n{line}\n");
        let (_, sets) = Parser::new(file, None, Some(Name::root()))
            .parse()
            .map_err(|why| bad(why.to_string()))?;
        let mut records = sets.values().flat_map(|set| set.records_without_rrsigs());
        let record = records.next().ok_or_else(|| bad("it has no type and no value".to_owned()))?;
        Ok(Self(record.clone()))
    }
}

impl TryFrom<String> for ZoneLine {
    type Error = ParseDnsError;

    fn try_from(line: String) -> Result<Self, ParseDnsError> {
        line.parse()
    }
}

/// Something that can be asked, or everything of a kind that can be.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(try_from = "String")]
pub(crate) struct Question {
    /// With a `*` as the first label it means every name below.
    name: LowerName,
    /// `None` means every type.
    kind: Option<RecordType>,
}

impl FromStr for Question {
    type Err = ParseDnsError;

    fn from_str(text: &str) -> Result<Self, ParseDnsError> {
        let bad = |why: String| ParseDnsError::Question { text: text.to_owned(), why };
        let mut words = text.split_whitespace();
        let name = name(words.next().unwrap_or_default()).map_err(bad)?;
        let kind = words.next().map(|kind| kind.to_ascii_uppercase().parse());
        if words.next().is_some() {
            return Err(bad("it is a name and, at most, one record type".to_owned()));
        }
        let kind = kind.transpose().map_err(|_| bad("no record type is called so".to_owned()))?;
        Ok(Self { name: name.into(), kind })
    }
}

impl TryFrom<String> for Question {
    type Error = ParseDnsError;

    fn try_from(text: String) -> Result<Self, ParseDnsError> {
        text.parse()
    }
}

/// A complete name, whether or not its last dot is there.
fn name(text: &str) -> Result<Name, String> {
    if text.is_empty() {
        return Err("there is no name".to_owned());
    }
    let mut name = Name::from_ascii(text).map_err(|why| why.to_string())?;
    name.set_fqdn(true);
    Ok(name)
}

/// How long an answer may be kept if its record does not say, in seconds: short, as hosters have
/// it while something is about to change.
const TTL: u32 = 300;

/// Most records and answers together: a zone's worth.
const MAX_ENTRIES: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_in_the_words_of_zone_files() {
        for line in [
            "imap.example.org. 300 IN A 127.0.0.1",
            "imap.example.org IN 300 a 127.0.0.1",
            "imap.example.org AAAA ::1",
            "_imaps._tcp.example.org. SRV 0 1 993 imap.example.org.",
            "_imap._tcp.example.org. SRV 0 0 0 .",
            "example.org MX 10 mx.example.org.",
            "example.org TXT \"v=spf1 -all\"",
            "_ua-auto-config.example.org TXT \"v=UAAC1; a=sha256; d=abc\" ; by hand",
            "_25._tcp.mx.example.org TLSA 3 1 1 \
             0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "mail.example.org CNAME imap.example.org",
            "example.org NS ns.example.org",
            "*.example.org A 127.0.0.1",
            "example.org SOA ns.example.org. you.example.org. 1 2 3 4 5",
        ] {
            line.parse::<ZoneLine>().unwrap();
        }
    }

    #[test]
    fn a_bad_record_is_named_with_what_is_wrong() {
        for (line, why) in [
            ("imap.example.org A 127.0.0", "address"),
            ("imap.example.org A", "token is missing"),
            ("imap.example.org NONSENSE 1", "NONSENSE"),
            ("imap.example.org", "it has no type and no value"),
            ("", "it has no type and no value"),
            ("$INCLUDE /etc/passwd", "it has to begin with a name"),
            ("a.example.org A 127.0.0.1\nb.example.org A 127.0.0.1", "one line"),
            ("_imaps._tcp.example.org SRV 0 1 imap.example.org", "digit"),
        ] {
            let error = line.parse::<ZoneLine>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("DNS record {line:?}: ")), "{error}");
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn answers_have_names() {
        let words = DnsAnswer::WORDS;
        assert!(words.iter().all(|&(word, answer)| word.parse() == Ok(answer)));
        let delay = DnsAnswer::Delay(Duration::from_millis(300));
        assert_eq!("delay 300 ms".parse(), Ok(delay));
        let error = "servfial".parse::<DnsAnswer>().unwrap_err().to_string();
        assert!(error.contains("\"servfial\"") && error.contains("\"servfail\","), "{error}");
        assert!("delay forever".parse::<DnsAnswer>().is_err());
    }

    #[test]
    fn a_question_is_a_name_and_a_type() {
        assert_eq!("imap.example.org a".parse(), "IMAP.example.org.  A".parse::<Question>());
        assert_eq!("*".parse::<Question>().map(|question| question.kind), Ok(None));
        for text in ["", "imap.example.org A IN", "imap.example.org NONSENSE", "a..b A"] {
            assert!(text.parse::<Question>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_table_is_read_whole_or_not_at_all() {
        let read = serde_json::from_str::<Dns>;
        let dns = read(
            r#"{
                "own-records": false,
                "zones": ["hosting.example"],
                "records": ["mx.hosting.example A 127.0.0.1"],
                "answers": {"*.example.org": "servfail", "example.org MX": "delay 3 s"}
            }"#,
        );
        let dns = dns.unwrap();
        assert!(!dns.own_records && dns.zones.len() == 1 && dns.records.len() == 1);
        let answers: Vec<_> = dns.answers.into_values().collect();
        assert!(answers.contains(&DnsAnswer::Delay(Duration::from_secs(3))));
        for (table, why) in [
            (r#"{"record": []}"#, "unknown field `record`"),
            (r#"{"records": ["a.example.org A ::1"]}"#, "DNS record \"a.example.org A ::1\": "),
            (r#"{"zones": [".."]}"#, "DNS zone \"..\": "),
            (r#"{"answers": {"a.example.org Q": "loop"}}"#, "DNS question \"a.example.org Q\": "),
            (r#"{"answers": {"a.example.org": "lop"}}"#, "no DNS answer is called \"lop\""),
        ] {
            let error = read(table).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }
}
