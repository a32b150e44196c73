//! A name, or all names below one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::{Host, ParseHostError};

/// A host, or every host below one: `ocn.ne.jp`, `*.ocn.ne.jp`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
#[expect(clippy::exhaustive_enums, reason = "complete by definition")]
pub enum HostPattern {
    /// Any host below this one, however deep, and not the host itself.
    Below(Host),
    /// This host.
    Exactly(Host),
}

impl HostPattern {
    /// How well a host fits, the more the better; `None` when it does not. Exactly is better than
    /// below, and below a longer name better than below a shorter one.
    pub fn fit(&self, host: &Host) -> Option<usize> {
        match self {
            Self::Below(base) => {
                (host != base && host.is_within(base)).then(|| base.as_str().len())
            }
            Self::Exactly(only) => (host == only).then_some(usize::MAX),
        }
    }

    /// The host, or the one above.
    pub fn base(&self) -> &Host {
        match self {
            Self::Below(base) | Self::Exactly(base) => base,
        }
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(base) => write!(f, "*.{base}"),
            Self::Exactly(only) => write!(f, "{only}"),
        }
    }
}

impl FromStr for HostPattern {
    type Err = ParsePatternError;

    fn from_str(text: &str) -> Result<Self, ParsePatternError> {
        let (below, name) = match text.strip_prefix("*.") {
            Some(name) => (true, name),
            None => (false, text),
        };
        let host: Host = name.parse().map_err(ParsePatternError::NotAHost)?;
        if host.ip().is_some() {
            return Err(ParsePatternError::Address);
        }
        if !host.as_str().contains('.') {
            return Err(ParsePatternError::TopLevel);
        }
        Ok(if below { Self::Below(host) } else { Self::Exactly(host) })
    }
}

impl TryFrom<String> for HostPattern {
    type Error = ParsePatternError;

    fn try_from(text: String) -> Result<Self, ParsePatternError> {
        text.parse()
    }
}

impl From<HostPattern> for String {
    fn from(pattern: HostPattern) -> Self {
        match pattern {
            HostPattern::Below(base) => format!("*.{}", base.as_str()),
            HostPattern::Exactly(only) => only.into(),
        }
    }
}

/// Why a text is not a pattern.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParsePatternError {
    /// It is an IP address.
    #[error("an IP address says nothing of who runs it")]
    Address,
    /// What is left without `*.` is no host name.
    #[error("{0}")]
    NotAHost(#[source] ParseHostError),
    /// It is a top-level domain, which belongs to many.
    #[error("a top-level domain is nobody's alone")]
    TopLevel,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closer_fit_is_the_better_one() {
        let host: Host = "abc.ocn.ne.jp".parse().expect("is a host");
        let fit = |pattern: &str| pattern.parse::<HostPattern>().expect(pattern).fit(&host);
        assert!(fit("abc.ocn.ne.jp") > fit("*.ocn.ne.jp"));
        assert!(fit("*.ocn.ne.jp") > fit("*.ne.jp"));
        for other in ["ocn.ne.jp", "*.abc.ocn.ne.jp", "*.cn.ne.jp", "bc.ocn.ne.jp"] {
            assert_eq!(fit(other), None, "{other}");
        }
    }

    #[test]
    fn what_belongs_to_nobody_is_refused() {
        for (text, expected) in [
            ("jp", ParsePatternError::TopLevel),
            ("*.jp", ParsePatternError::TopLevel),
            ("192.0.2.1", ParsePatternError::Address),
        ] {
            assert_eq!(text.parse::<HostPattern>(), Err(expected), "{text}");
        }
        assert!(matches!("*.*.jp".parse::<HostPattern>(), Err(ParsePatternError::NotAHost(_))));
    }
}
