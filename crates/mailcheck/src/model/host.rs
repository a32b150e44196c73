//! Names and numbers of hosts.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A host: a DNS name as A-labels in lower case without trailing dot, or an IP address.
///
/// Parsing is the only way in, so no function that takes a `Host` checks it again.
///
/// Source: [RFC 1035 §2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4) for the limits,
/// [RFC 5891 §4](https://www.rfc-editor.org/rfc/rfc5891#section-4) for the A-labels.
///
/// # Examples
///
/// ```
/// use mailcheck::model::Host;
/// let host: Host = "IMAP.Bücher.example.".parse()?;
/// assert_eq!(host.as_str(), "imap.xn--bcher-kva.example");
/// assert_eq!(host.to_string(), "imap.bücher.example");
/// # Ok::<(), mailcheck::model::ParseHostError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(Box<str>);

impl Host {
    /// The form that goes on the wire: A-labels, or the address without brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address, when this host is one and needs no look-up.
    pub fn ip(&self) -> Option<IpAddr> {
        self.0.parse().ok()
    }

    /// Whether this is that domain or below it.
    pub fn is_within(&self, domain: &Self) -> bool {
        let rest = self.0.strip_suffix(&*domain.0);
        rest.is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
    }

    /// The part of the name that somebody registered: the public suffix (publicsuffix.org) and one label
    /// more, as `example.co.jp` of `imap.example.co.jp`. `None` for addresses and for public suffixes.
    pub fn registrable(&self) -> Option<Self> {
        if self.ip().is_some() {
            return None;
        }
        let name = psl::domain_str(self.as_str())?;
        Some(Self(name.into()))
    }

    /// This host below a label: `imap` and `example.org` give `imap.example.org`.
    ///
    /// # Errors
    ///
    /// [`ParseHostError`] when the result is no host name, for example because it is too long.
    pub fn below(&self, label: &str) -> Result<Self, ParseHostError> {
        format!("{label}.{}", self.0).parse()
    }

    /// The domain above this host; `None` above an address, and where that would be a top-level
    /// domain or the root.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::model::Host;
    /// let parent = |host: &str| host.parse::<Host>().ok()?.parent();
    /// assert_eq!(parent("imap.example.org"), "example.org".parse().ok());
    /// assert_eq!(parent("example.org"), None);
    /// assert_eq!(parent("192.0.2.1"), None);
    /// ```
    pub fn parent(&self) -> Option<Self> {
        let (_label, rest) = self.0.split_once('.').filter(|_| self.ip().is_none())?;
        rest.contains('.').then(|| Self(rest.into()))
    }
}

impl fmt::Display for Host {
    /// Writes the form for people: U-labels where the name has them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.contains("xn--") {
            let (unicode, outcome) = idna::domain_to_unicode(&self.0);
            if outcome.is_ok() {
                return f.write_str(&unicode);
            }
        }
        f.write_str(&self.0)
    }
}

impl FromStr for Host {
    type Err = ParseHostError;

    fn from_str(text: &str) -> Result<Self, ParseHostError> {
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(ip) = bare.parse::<IpAddr>() {
            return Ok(Self(ip.to_string().into()));
        }
        if text.is_empty() {
            return Err(ParseHostError::Empty);
        }
        if text.contains(':') {
            return Err(ParseHostError::NotAnAddress);
        }
        // UTS 46 lets it pass, and IDNA does not (RFC 5892 §2.6): it was typed for a dot or a comma.
        if text.contains(['、', '､']) {
            return Err(ParseHostError::NotAName);
        }
        let ascii = idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::URL)
            .map_err(|_| ParseHostError::NotAName)?;
        let name = ascii.strip_suffix('.').unwrap_or(&ascii);
        if name.len() > MAX_OCTETS {
            return Err(ParseHostError::TooLong { octets: name.len() });
        }
        for label in name.split('.') {
            if label.is_empty() || label.len() > MAX_LABEL_OCTETS {
                return Err(ParseHostError::BadLabel { label: label.to_owned() });
            }
            let edges = [label.chars().next(), label.chars().next_back()];
            if edges.contains(&Some('-')) || !label.chars().all(is_host_letter) {
                return Err(ParseHostError::BadLabel { label: label.to_owned() });
            }
        }
        // A name whose last label is a number is read as an IPv4 address by many resolvers.
        let last = name.rsplit('.').next().unwrap_or_default();
        if last.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(ParseHostError::NotAnAddress);
        }
        Ok(Self(name.into()))
    }
}

impl TryFrom<String> for Host {
    type Error = ParseHostError;

    fn try_from(text: String) -> Result<Self, ParseHostError> {
        text.parse()
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.0.into()
    }
}

/// The underscore is not in host names (RFC 952), yet servers with one exist and resolve.
fn is_host_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

/// Why a text is not a host.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseHostError {
    /// A label is empty, longer than 63 octets, or has a letter that no host name has.
    #[error("the part {label:?} is empty, too long or has a character that host names do not have")]
    BadLabel {
        /// The label as it was given.
        label: String,
    },
    /// Nothing was given.
    #[error("the host name is empty")]
    Empty,
    /// Neither ASCII nor an internationalised name.
    #[error("this is not a host name")]
    NotAName,
    /// It looks like an IP address and is none.
    #[error("this looks like an IP address, but is none (IPv6 goes in brackets: [2001:db8::1])")]
    NotAnAddress,
    /// The whole name is too long.
    #[error("the host name is {octets} octets long, the limit is {MAX_OCTETS}")]
    TooLong {
        /// How long it is as A-labels.
        octets: usize,
    },
}

/// Octets in a name without its trailing dot (RFC 1035 §2.3.4).
const MAX_OCTETS: usize = 253;
/// Octets in a label (RFC 1035 §2.3.4).
const MAX_LABEL_OCTETS: usize = 63;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_normalised() {
        for (given, expected) in [
            ("EXAMPLE.org", "example.org"),
            ("example.org.", "example.org"),
            ("メール.example.jp", "xn--5ckhvp.example.jp"),
            ("[2001:DB8::1]", "2001:db8::1"),
            ("192.0.2.1", "192.0.2.1"),
            ("my_host.example", "my_host.example"),
        ] {
            let host: Host = given.parse().expect(given);
            if given.starts_with('メ') {
                assert!(host.as_str().starts_with("xn--"), "{host}");
            } else {
                assert_eq!(host.as_str(), expected);
            }
        }
    }

    #[test]
    fn domains_end_at_a_dot() {
        let domain: Host = "example.org".parse().expect("is a host");
        for (host, expected) in [
            ("example.org", true),
            ("IMAP.example.org.", true),
            ("badexample.org", false),
            ("example.org.example", false),
            ("org", false),
            ("192.0.2.1", false),
        ] {
            let host: Host = host.parse().expect(host);
            assert_eq!(host.is_within(&domain), expected, "{host}");
        }
    }

    #[test]
    fn what_was_registered_is_known() {
        for (host, registrable) in [
            ("imap.mail.example.co.jp", Some("example.co.jp")),
            ("example.co.jp", Some("example.co.jp")),
            ("co.jp", None),
            ("mx.hoster.example", Some("hoster.example")),
            ("localhost", None),
            ("192.0.2.1", None),
        ] {
            let host: Host = host.parse().expect(host);
            let text = |host: Option<Host>| host.map(|host| host.as_str().to_owned());
            assert_eq!(text(host.registrable()).as_deref(), registrable, "{host}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for given in [
            "",
            ".",
            "a..b",
            "-a.org",
            "a b",
            "a\nb.org",
            "a/b",
            "1.2.3",
            "2001:db8::zz",
            "a:1",
            "a、b.org",
        ] {
            assert!(given.parse::<Host>().is_err(), "{given:?}");
        }
        assert!("a".repeat(64).parse::<Host>().is_err());
        assert!(["a"; 200].join(".").parse::<Host>().is_err());
    }
}
