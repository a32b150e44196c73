//! Mail addresses.

use std::fmt;
use std::str::FromStr;

use super::{Host, ParseHostError};

/// A mail address: what a person types first.
///
/// Source: [RFC 5321 §4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2), without quoted
/// local parts, which no provider hands out.
///
/// # Examples
///
/// ```
/// use mailcheck::model::Address;
/// let address: Address = "you@bücher.example".parse()?;
/// assert_eq!(address.domain().as_str(), "xn--bcher-kva.example");
/// # Ok::<(), mailcheck::model::ParseAddressError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Address {
    local: Box<str>,
    domain: Host,
    typed: Box<str>,
}

impl Address {
    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &Host {
        &self.domain
    }

    /// What it was read from, letter by letter. Domains are read leniently (full-width letters, `。`
    /// for a dot), and not every mail program does so.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// A log-in name with the placeholders of autoconfig files filled in: `%EMAILADDRESS%`,
    /// `%EMAILLOCALPART%` and `%EMAILDOMAIN%`, the domain as A-labels.
    ///
    /// Source: [the autoconfig draft](https://datatracker.ietf.org/doc/draft-ietf-mailmaint-autoconfig/),
    /// Placeholders.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::model::Address;
    /// let address: Address = "you@example.org".parse()?;
    /// assert_eq!(address.fill("%EMAILLOCALPART%.%EMAILDOMAIN%"), "you.example.org");
    /// assert_eq!(address.fill("c123"), "c123");
    /// # Ok::<(), mailcheck::model::ParseAddressError>(())
    /// ```
    pub fn fill(&self, name: &str) -> String {
        let whole = self.to_ascii_domain();
        let values = [whole.as_str(), &self.local, self.domain.as_str()];
        let mut filled = String::with_capacity(name.len());
        let mut rest = name;
        // In one pass: what was filled in may look like a placeholder itself.
        while let Some((before, from)) = rest.find('%').and_then(|at| rest.split_at_checked(at)) {
            filled.push_str(before);
            let found = PLACEHOLDERS.iter().zip(values).find(|(it, _)| from.starts_with(**it));
            let (value, length) = found.map_or(("%", 1), |(it, value)| (value, it.len()));
            filled.push_str(value);
            rest = from.get(length..).unwrap_or_default();
        }
        filled + rest
    }

    /// Whether a log-in name has placeholders, and so needs an address to be one.
    pub fn has_placeholder(name: &str) -> bool {
        PLACEHOLDERS.iter().any(|placeholder| name.contains(placeholder))
    }

    /// The form that servers are given: the domain as A-labels.
    pub fn to_ascii_domain(&self) -> String {
        format!("{}@{}", self.local, self.domain.as_str())
    }

    /// The form that SMTP has between angle brackets: the domain as A-labels, and a local part that is
    /// more than words and dots in quotes (RFC 5321 §4.1.2, RFC 6531 §3.3).
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::model::Address;
    /// let mailbox = |text: &str| text.parse().map(|address: Address| address.to_mailbox());
    /// assert_eq!(mailbox("you@bücher.example")?, "you@xn--bcher-kva.example");
    /// assert_eq!(mailbox("you.@example.org")?, r#""you."@example.org"#);
    /// assert_eq!(mailbox(r#"a>"b@example.org"#)?, r#""a>\"b"@example.org"#);
    /// # Ok::<(), mailcheck::model::ParseAddressError>(())
    /// ```
    pub fn to_mailbox(&self) -> String {
        let is_of_a_word = |letter: char| {
            letter.is_ascii_alphanumeric() || !letter.is_ascii() || ATEXT.contains(letter)
        };
        let is_word = |word: &str| !word.is_empty() && word.chars().all(is_of_a_word);
        if self.local.split('.').all(is_word) {
            return self.to_ascii_domain();
        }
        let quoted = self.local.replace('\\', r"\\").replace('"', r#"\""#);
        format!("\"{quoted}\"@{}", self.domain.as_str())
    }
}

/// However it was typed.
impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        let Self { local, domain, typed: _ } = self;
        *local == other.local && *domain == other.domain
    }
}

impl Eq for Address {}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

impl FromStr for Address {
    type Err = ParseAddressError;

    fn from_str(text: &str) -> Result<Self, ParseAddressError> {
        if text.get(..MAILTO.len()).is_some_and(|start| start.eq_ignore_ascii_case(MAILTO)) {
            return Err(ParseAddressError::Mailto);
        }
        let Some((local, domain)) = text.split_once('@') else {
            return Err(ParseAddressError::NoAt);
        };
        if domain.contains('@') {
            return Err(ParseAddressError::SeveralAt);
        }
        if local.is_empty() {
            return Err(ParseAddressError::EmptyLocalPart);
        }
        if domain.is_empty() {
            return Err(ParseAddressError::EmptyDomain);
        }
        if local.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
            return Err(ParseAddressError::BlankInLocalPart);
        }
        if local.len() > MAX_LOCAL_OCTETS {
            return Err(ParseAddressError::LocalPartTooLong { octets: local.len() });
        }
        let domain: Host = domain.parse().map_err(ParseAddressError::BadDomain)?;
        if domain.ip().is_some() {
            return Err(ParseAddressError::DomainIsAnAddress);
        }
        Ok(Self { local: local.into(), domain, typed: text.into() })
    }
}

/// Why a text is not a mail address.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseAddressError {
    /// The part behind the `@` is no host name.
    #[error("the part behind the @ is no domain: {0}")]
    BadDomain(#[source] ParseHostError),
    /// A space or a control character stands before the `@`.
    #[error("there is a space or an invisible character before the @")]
    BlankInLocalPart,
    /// The part behind the `@` is an IP address.
    #[error("the part behind the @ is an IP address; a domain name is needed")]
    DomainIsAnAddress,
    /// Nothing stands behind the `@`.
    #[error("nothing stands behind the @")]
    EmptyDomain,
    /// Nothing stands before the `@`.
    #[error("nothing stands before the @")]
    EmptyLocalPart,
    /// The part before the `@` is too long.
    #[error("the part before the @ is {octets} octets long, the limit is {MAX_LOCAL_OCTETS}")]
    LocalPartTooLong {
        /// How long it is.
        octets: usize,
    },
    /// It is a link to write a mail (RFC 6068).
    #[error("leave mailto: away")]
    Mailto,
    /// There is no `@`.
    #[error("there is no @ in it")]
    NoAt,
    /// There is more than one `@`.
    #[error("there is more than one @ in it")]
    SeveralAt,
}

/// How a link to write a mail begins.
const MAILTO: &str = "mailto:";
/// What else a word of a local part is made of (RFC 5322 §3.2.3, `atext`).
const ATEXT: &str = "!#$%&'*+-/=?^_`{|}~";
/// Octets in a local part (RFC 5321 §4.5.3.1.1).
const PLACEHOLDERS: [&str; 3] = ["%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILDOMAIN%"];
const MAX_LOCAL_OCTETS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_once() {
        let address: Address = "%EMAILDOMAIN%@bücher.example".parse().expect("is an address");
        for (name, expected) in [
            ("%EMAILADDRESS%", "%EMAILDOMAIN%@xn--bcher-kva.example"),
            ("%EMAILLOCALPART%!", "%EMAILDOMAIN%!"),
            ("100%%EMAILDOMAIN%%", "100%xn--bcher-kva.example%"),
            ("%REALNAME% %", "%REALNAME% %"),
            ("", ""),
        ] {
            assert_eq!(address.fill(name), expected, "{name}");
        }
        assert!(Address::has_placeholder("a%EMAILDOMAIN%") && !Address::has_placeholder("100%"));
    }

    #[test]
    fn what_was_typed_is_kept() {
        let read = |text: &str| text.parse::<Address>().expect(text);
        let (plain, wide) = (read("you@example.org"), read("you@ｅｘａｍｐｌｅ。org"));
        assert_eq!(plain, wide);
        assert_eq!((plain.typed(), wide.typed()), ("you@example.org", "you@ｅｘａｍｐｌｅ。org"));
    }

    #[test]
    fn the_kind_of_mistake_is_named() {
        for (text, expected) in [
            ("you", ParseAddressError::NoAt),
            ("you@a@b", ParseAddressError::SeveralAt),
            ("@example.org", ParseAddressError::EmptyLocalPart),
            ("you@", ParseAddressError::EmptyDomain),
            ("yo u@example.org", ParseAddressError::BlankInLocalPart),
            ("you@192.0.2.1", ParseAddressError::DomainIsAnAddress),
            ("Mailto:you@example.org", ParseAddressError::Mailto),
        ] {
            assert_eq!(text.parse::<Address>(), Err(expected), "{text}");
        }
        assert!(matches!("you@a..b".parse::<Address>(), Err(ParseAddressError::BadDomain(_))));
    }
}
