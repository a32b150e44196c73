//! What a certificate can be, and the words for it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

use jiff::SignedDuration;
use serde::Deserialize;

use super::keys::KeyKind;
use super::rsa::Digest;
use super::seen::SeenChain;
use crate::words::Claims;
use crate::words::ParseWordsError;
use crate::words::clauses;
use crate::words::days;
use crate::words::span;

/// The certificates of a service, in words: one, or one for each server name (RFC 6066 §3).
///
/// In Rust it is parsed, in a scenario file it is a text or a table. What can be said is in
/// [`Certificates::WORDS`]; several are joined by commas, and what is not said is as it should be.
///
/// # Examples
///
/// ```
/// use mailcheck_mock::Certificates;
///
/// let expired: Certificates = "expired 3 days ago, RSA-2048, names a.example b.example".parse()?;
/// assert_ne!(expired, Certificates::default());
/// let wrong = "expird".parse::<Certificates>().unwrap_err();
/// assert!(wrong.to_string().starts_with(r#""expird" is not understood; allowed are: "#));
/// # Ok::<(), mailcheck_mock::ParseWordsError>(())
/// ```
///
/// ```toml
/// certificate = "self-signed"
/// certificate = { "imap.example.org" = "healthy", otherwise = "names mx.hosting.example" }
/// certificate = { "imap.example.org" = "RSA-4096", otherwise = "alert" }
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "Written")]
pub struct Certificates {
    /// Server names in lower case.
    pub(crate) named: Vec<(String, CertificateSpec)>,
    /// For every other name, and for clients that say none; `None` is `unrecognized_name`.
    pub(crate) otherwise: Option<CertificateSpec>,
    /// What somebody saw, whose like everybody gets, whatever else is said here.
    pub(crate) seen: Option<Arc<SeenChain>>,
}

impl Certificates {
    /// All that can be said of a certificate.
    pub const WORDS: &[&str] = &[
        "healthy",
        "expired N UNIT ago",
        "valid in N UNIT",
        "expires in N UNIT",
        "names HOST ...",
        "any name",
        "behind N names",
        "address IP ...",
        "no names",
        "self-signed",
        "unknown issuer",
        "private authority",
        "inspected by NAME",
        "expired intermediate",
        "SHA-1",
        "MD5",
        "missing intermediate",
        "wrong order",
        "root included",
        "duplicate leaf",
        "unrelated certificate in between",
        "weak certificate in between",
        "RSA-1024",
        "RSA-2048",
        "RSA-4096",
        "P-256",
        "P-384",
        "P-521",
        "Ed25519",
        "CA as leaf",
        "no key usage",
        "not for servers",
        "control characters",
        "damaged",
    ];
}

impl Certificates {
    /// One that nobody but its own key has signed.
    pub(crate) fn self_signed() -> Self {
        let healthy = CertificateSpec::default();
        CertificateSpec { issuer: IssuedBy::Itself, chain: &[], ..healthy }.into()
    }

    /// The same for these hosts, where nothing is said about names.
    pub(crate) fn for_hosts(&self, hosts: &[String]) -> Self {
        let named = |spec: &CertificateSpec| {
            let names = if spec.names.is_empty() { hosts } else { &spec.names };
            CertificateSpec { names: names.to_vec(), ..spec.clone() }
        };
        Self {
            named: self.named.iter().map(|(name, spec)| (name.clone(), named(spec))).collect(),
            otherwise: self.otherwise.as_ref().map(named),
            seen: self.seen.clone(),
        }
    }

    /// The same with all that is unusual in others; what is said by server name wins as a whole.
    pub(crate) fn overlaid(&self, over: &Self) -> Self {
        match (&self.otherwise, &over.otherwise) {
            (Some(below), Some(above)) if over.named.is_empty() && over.seen.is_none() => {
                let otherwise = Some(below.overlaid(above));
                Self { named: self.named.clone(), otherwise, seen: None }
            }
            _ => over.clone(),
        }
    }
}

impl Default for Certificates {
    fn default() -> Self {
        CertificateSpec::default().into()
    }
}

impl From<CertificateSpec> for Certificates {
    fn from(spec: CertificateSpec) -> Self {
        Self { named: Vec::new(), otherwise: Some(spec), seen: None }
    }
}

impl From<SeenChain> for Certificates {
    fn from(seen: SeenChain) -> Self {
        Self { seen: Some(Arc::new(seen)), ..Self::default() }
    }
}

impl FromStr for Certificates {
    type Err = ParseWordsError;

    fn from_str(text: &str) -> Result<Self, ParseWordsError> {
        CertificateSpec::from_str(text).map(Self::from)
    }
}

/// As it stands in a scenario file.
#[derive(Deserialize)]
#[serde(untagged, expecting = "the words for a certificate, or a table of them by server name")]
enum Written {
    Always(String),
    ByName(BTreeMap<String, String>),
}

impl TryFrom<Written> for Certificates {
    type Error = ParseWordsError;

    fn try_from(written: Written) -> Result<Self, ParseWordsError> {
        let mut table = match written {
            Written::Always(words) => return words.parse(),
            Written::ByName(table) => table,
        };
        let otherwise = match table.remove("otherwise").as_deref() {
            None => Some(CertificateSpec::default()),
            Some("alert") => None,
            Some(words) => Some(words.parse()?),
        };
        let named =
            table.iter().map(|(name, words)| Ok((name.to_ascii_lowercase(), words.parse()?)));
        Ok(Self { named: named.collect::<Result<_, _>>()?, otherwise, seen: None })
    }
}

/// One certificate. Equal descriptions get the same one from one
/// [`Authority`](super::Authority).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct CertificateSpec {
    /// Host names; the first is the common name, too. Those of the provider if there is none.
    pub(crate) names: Vec<String>,
    /// It is for the server name that the client asks for, whatever that is.
    pub(crate) any_name: bool,
    pub(crate) addresses: Vec<IpAddr>,
    /// So many others come before the names that it is for.
    pub(crate) other_names: u16,
    /// Where validity begins, from now; negative is past.
    pub(crate) not_before: SignedDuration,
    /// Where validity ends, from now; negative is past.
    pub(crate) not_after: SignedDuration,
    /// What fits the server, if nothing is asked for.
    pub(crate) key: Option<KeyKind>,
    /// Whose key signed it.
    pub(crate) issuer: IssuedBy,
    /// What the unknown authority is called that signed it, instead of the usual.
    pub(crate) inspected_by: Option<String>,
    /// What is sent behind it.
    pub(crate) chain: &'static [Link],
    pub(crate) oddities: Vec<Oddity>,
}

/// Whose key signs a certificate, and how.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum IssuedBy {
    /// The intermediate below the root that clients trust; its certificate has expired.
    ExpiredIntermediate,
    /// The intermediate below the root that clients trust, with all that public authorities put in.
    Intermediate,
    /// Nobody else's.
    Itself,
    /// Another intermediate below that root, which uses a digest that is broken.
    OldFashioned(Digest),
    /// The intermediate, without what only public authorities put in.
    Private,
    /// A root that clients do not know.
    Stranger,
}

/// A certificate behind the leaf.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Link {
    Issuer,
    Leaf,
    Root,
    /// Of somebody who has nothing to do with it.
    Unrelated,
    /// One that the server had before, signed with SHA-1.
    Weak,
}

/// What is unusual in the certificate itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Oddity {
    CaAsLeaf,
    /// In the subject: what drives terminals, hides and turns the direction of writing.
    ControlCharacters,
    /// It is cut off in the middle.
    Damaged,
    NoKeyUsage,
    /// Only a common name, which nobody looks at any more (RFC 9525 §2).
    NoNames,
    NotForServers,
}

/// What a clause speaks about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Topic {
    Addresses,
    Authority,
    Chain,
    Encoding,
    Issuer,
    Key,
    KeyUsage,
    Names,
    OtherNames,
    Purpose,
    Subject,
    Validity,
}

impl Topic {
    const ALL: &[Self] = &[
        Self::Addresses,
        Self::Authority,
        Self::Chain,
        Self::Encoding,
        Self::Issuer,
        Self::Key,
        Self::KeyUsage,
        Self::Names,
        Self::OtherNames,
        Self::Purpose,
        Self::Subject,
        Self::Validity,
    ];
}

impl Default for CertificateSpec {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            any_name: false,
            addresses: Vec::new(),
            other_names: 0,
            not_before: days(-30),
            not_after: days(60),
            key: None,
            issuer: IssuedBy::Intermediate,
            inspected_by: None,
            chain: &[Link::Issuer],
            oddities: Vec::new(),
        }
    }
}

impl FromStr for CertificateSpec {
    type Err = ParseWordsError;

    fn from_str(text: &str) -> Result<Self, ParseWordsError> {
        let mut spec = Self::default();
        let mut claims = Claims::new();
        for clause in clauses(text) {
            let Some(topics) = spec.take(clause) else {
                let (words, allowed) = (clause.to_owned(), Certificates::WORDS);
                return Err(ParseWordsError::Unknown { words, allowed });
            };
            claims.claim(topics, clause)?;
        }
        Ok(spec)
    }
}

impl CertificateSpec {
    /// The same with all that is unusual in another.
    fn overlaid(&self, over: &Self) -> Self {
        fn pick<T: Clone + PartialEq>(below: &T, over: &T, usual: &T) -> T {
            if over == usual { below.clone() } else { over.clone() }
        }
        let usual = Self::default();
        let issuer = pick(&self.issuer, &over.issuer, &usual.issuer);
        Self {
            names: pick(&self.names, &over.names, &usual.names),
            any_name: pick(&self.any_name, &over.any_name, &usual.any_name),
            addresses: pick(&self.addresses, &over.addresses, &usual.addresses),
            other_names: pick(&self.other_names, &over.other_names, &usual.other_names),
            not_before: pick(&self.not_before, &over.not_before, &usual.not_before),
            not_after: pick(&self.not_after, &over.not_after, &usual.not_after),
            key: pick(&self.key, &over.key, &usual.key),
            // Behind what nobody issued, nobody can be sent.
            chain: if issuer == IssuedBy::Itself {
                &[]
            } else {
                pick(&self.chain, &over.chain, &usual.chain)
            },
            issuer,
            inspected_by: pick(&self.inspected_by, &over.inspected_by, &usual.inspected_by),
            oddities: pick(&self.oddities, &over.oddities, &usual.oddities),
        }
    }

    /// Does what a clause says, and says what that was about.
    fn take(&mut self, clause: &str) -> Option<&'static [Topic]> {
        self.take_issuer(clause)
            .or_else(|| self.take_chain(clause))
            .or_else(|| self.take_key(clause))
            .or_else(|| self.take_oddity(clause))
            .or_else(|| self.take_argument(clause))
    }

    fn take_issuer(&mut self, clause: &str) -> Option<&'static [Topic]> {
        self.issuer = match clause {
            "self-signed" => {
                self.chain = &[];
                self.issuer = IssuedBy::Itself;
                return Some(&[Topic::Issuer, Topic::Chain]);
            }
            "unknown issuer" => IssuedBy::Stranger,
            "private authority" => IssuedBy::Private,
            "expired intermediate" => IssuedBy::ExpiredIntermediate,
            "SHA-1" => IssuedBy::OldFashioned(Digest::Sha1),
            "MD5" => IssuedBy::OldFashioned(Digest::Md5),
            _ => {
                let name = clause.strip_prefix("inspected by ")?.trim();
                self.inspected_by = Some(name.to_owned()).filter(|name| !name.is_empty());
                IssuedBy::Stranger
            }
        };
        Some(&[Topic::Issuer])
    }

    fn take_chain(&mut self, clause: &str) -> Option<&'static [Topic]> {
        self.chain = match clause {
            "missing intermediate" => &[],
            // The leaf stays in front: a server could not start without its key's certificate.
            "wrong order" => &[Link::Root, Link::Issuer],
            "root included" => &[Link::Issuer, Link::Root],
            "duplicate leaf" => &[Link::Leaf, Link::Issuer],
            "unrelated certificate in between" => &[Link::Unrelated, Link::Issuer],
            "weak certificate in between" => &[Link::Weak, Link::Issuer],
            _ => return None,
        };
        Some(&[Topic::Chain])
    }

    fn take_key(&mut self, clause: &str) -> Option<&'static [Topic]> {
        self.key = Some(match clause {
            "RSA-1024" => KeyKind::Rsa1024,
            "RSA-2048" => KeyKind::Rsa2048,
            "RSA-4096" => KeyKind::Rsa4096,
            "P-256" => KeyKind::P256,
            "P-384" => KeyKind::P384,
            "P-521" => KeyKind::P521,
            "Ed25519" => KeyKind::Ed25519,
            _ => return None,
        });
        Some(&[Topic::Key])
    }

    fn take_oddity(&mut self, clause: &str) -> Option<&'static [Topic]> {
        let (oddity, topics): (_, &[Topic]) = match clause {
            "CA as leaf" => (Oddity::CaAsLeaf, &[Topic::Authority]),
            "no key usage" => (Oddity::NoKeyUsage, &[Topic::KeyUsage]),
            "control characters" => (Oddity::ControlCharacters, &[Topic::Subject]),
            "damaged" => (Oddity::Damaged, &[Topic::Encoding]),
            "no names" => (Oddity::NoNames, &[Topic::Names, Topic::OtherNames, Topic::Addresses]),
            "not for servers" => (Oddity::NotForServers, &[Topic::Purpose]),
            _ => return None,
        };
        self.oddities.push(oddity);
        Some(topics)
    }

    fn take_argument(&mut self, clause: &str) -> Option<&'static [Topic]> {
        if clause == "healthy" {
            return Some(Topic::ALL);
        }
        if clause == "any name" {
            self.any_name = true;
            return Some(&[Topic::Names]);
        }
        if let Some(hosts) = clause.strip_prefix("names ") {
            let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_graphic());
            self.names = hosts.split_whitespace().map(str::to_owned).collect();
            return self.names.iter().all(|name| is_name(name)).then_some(&[Topic::Names]);
        }
        if let Some(addresses) = clause.strip_prefix("address ") {
            let addresses = addresses.split_whitespace().map(str::parse);
            self.addresses = addresses.collect::<Result<_, _>>().ok()?;
            return Some(&[Topic::Addresses]);
        }
        let before = clause.strip_prefix("behind ").and_then(|rest| rest.strip_suffix(" names"));
        if let Some(count) = before {
            self.other_names = count.parse().ok().filter(|count| *count <= MOST_NAMES)?;
            return Some(&[Topic::OtherNames]);
        }
        let ago = clause.strip_prefix("expired ").and_then(|rest| rest.strip_suffix(" ago"));
        (self.not_before, self.not_after) = if let Some(text) = ago {
            let end = -span(text)?;
            (end - LIFETIME, end)
        } else if let Some(text) = clause.strip_prefix("valid in ") {
            let begin = span(text)?;
            (begin, begin + LIFETIME)
        } else {
            let end = span(clause.strip_prefix("expires in ")?)?;
            (end - LIFETIME, end)
        };
        Some(&[Topic::Validity])
    }
}

/// Names before the others: certificates of more octets are taken by nobody.
const MOST_NAMES: u16 = 2_000;
/// From the beginning to the end of validity, as Let's Encrypt has it.
const LIFETIME: SignedDuration = days(90);

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(words: &str) -> CertificateSpec {
        words.parse().unwrap()
    }

    #[test]
    fn words_are_joined_by_commas() {
        let expected = CertificateSpec {
            names: vec!["a.example".into(), "*.b.example".into()],
            any_name: false,
            addresses: vec![[127, 0, 0, 1].into(), "::1".parse().unwrap()],
            other_names: 300,
            not_before: days(-93),
            not_after: days(-3),
            key: Some(KeyKind::Rsa2048),
            issuer: IssuedBy::Stranger,
            inspected_by: None,
            chain: &[Link::Issuer, Link::Root],
            oddities: vec![Oddity::NoKeyUsage, Oddity::NotForServers],
        };
        let words = "expired 3 days ago, RSA-2048, names a.example *.b.example, unknown issuer,\
            root included, address 127.0.0.1 ::1,no key usage , not for servers, behind 300 names";
        assert_eq!(spec(words), expected);
        assert_eq!(spec("valid in 2 days").not_before, days(2));
        assert_eq!(spec("expires in 5 days").not_after, days(5));
    }

    #[test]
    fn what_is_listed_is_understood() {
        for words in Certificates::WORDS {
            let words = words.replace("N UNIT", "3 weeks").replace("HOST ...", "a.example");
            let words = words.replace("IP ...", "192.0.2.1").replace("behind N", "behind 300");
            assert!(words.parse::<CertificateSpec>().is_ok(), "{words}");
            let twice = format!("{words}, {words}").parse::<CertificateSpec>();
            assert!(matches!(twice, Err(ParseWordsError::Contradiction { .. })), "{words}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for wrong in [
            "",
            "expird",
            "expired 3 days",
            "valid in 2 moons",
            "address localhost",
            "behind 2001 names",
        ] {
            let why = format!("RSA-2048, {wrong}").parse::<CertificateSpec>().unwrap_err();
            let why = why.to_string();
            assert!(why.starts_with(&format!("{wrong:?} is not understood; allowed are: healthy")));
        }
    }

    #[test]
    fn contradictions_are_named() {
        for (first, second) in [
            ("self-signed", "unknown issuer"),
            ("self-signed", "missing intermediate"),
            ("SHA-1", "self-signed"),
            ("expired 3 days ago", "expires in 5 days"),
            ("P-256", "RSA-1024"),
            ("no names", "names a.example"),
            ("no names", "behind 3 names"),
            ("no names", "any name"),
            ("any name", "names a.example"),
            ("private authority", "unknown issuer"),
            ("healthy", "Ed25519"),
        ] {
            let why = format!("{first}, {second}").parse::<CertificateSpec>().unwrap_err();
            let (first, second) = (first.to_owned(), second.to_owned());
            assert_eq!(why, ParseWordsError::Contradiction { first, second });
        }
    }

    #[test]
    fn a_scenario_file_has_a_text_or_a_table() {
        let read = |json| serde_json::from_str::<Certificates>(json);
        assert_eq!(read(r#""self-signed""#).unwrap(), spec("self-signed").into());
        let table = r#"{"IMAP.example.org": "RSA-1024", "otherwise": "alert"}"#;
        let named = vec![("imap.example.org".to_owned(), spec("RSA-1024"))];
        assert_eq!(
            read(table).unwrap(),
            Certificates { named: named.clone(), otherwise: None, seen: None }
        );
        let table = r#"{"imap.example.org": "RSA-1024"}"#;
        let otherwise = Some(CertificateSpec::default());
        assert_eq!(read(table).unwrap(), Certificates { named, otherwise, seen: None });
        let why = read(r#"{"imap.example.org": "RSA-1"}"#).unwrap_err().to_string();
        assert!(why.contains(r#""RSA-1" is not understood"#), "{why}");
        let why = read("7").unwrap_err().to_string();
        assert!(why.contains("a table of them by server name"), "{why}");
    }
}
