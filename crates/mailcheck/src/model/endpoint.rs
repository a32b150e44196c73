//! Where a mail service is and how the connection is secured.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Host, ParseHostError};

/// A service that a mail client talks to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Service {
    /// Reading mail: IMAP (RFC 9051, RFC 3501).
    Imap,
    /// Sending mail: message submission (RFC 6409).
    Smtp,
    /// Fetching mail: POP3 (RFC 1939).
    Pop3,
}

impl Service {
    /// The word in reports and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Imap => "imap",
            Self::Smtp => "smtp",
            Self::Pop3 => "pop3",
        }
    }

    /// The protocol's name as every language writes it.
    pub fn acronym(self) -> &'static str {
        match self {
            Self::Imap => "IMAP",
            Self::Smtp => "SMTP",
            Self::Pop3 => "POP3",
        }
    }

    /// The registered port for implicit TLS (RFC 8314 §3).
    pub fn tls_port(self) -> u16 {
        match self {
            Self::Imap => 993,
            Self::Smtp => 465,
            Self::Pop3 => 995,
        }
    }

    /// The registered port for STARTTLS.
    pub fn starttls_port(self) -> u16 {
        match self {
            Self::Imap => 143,
            Self::Smtp => 587,
            Self::Pop3 => 110,
        }
    }

    /// Whether mail comes in by this service.
    pub fn is_incoming(self) -> bool {
        match self {
            Self::Imap | Self::Pop3 => true,
            Self::Smtp => false,
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How the connection is secured.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: the contract's three words")]
pub enum Security {
    /// Implicit TLS: the handshake comes first (RFC 8314 §3).
    Tls,
    /// Plain text upgraded by a command (RFC 3501 §6.2.1, RFC 3207, RFC 2595).
    Starttls,
    /// No encryption at all.
    Plain,
}

impl Security {
    /// The word in reports and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Starttls => "starttls",
            Self::Plain => "plain",
        }
    }
}

impl fmt::Display for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A service at a host and port, with the security to use there.
///
/// # Examples
///
/// ```
/// use mailcheck::model::{Endpoint, Security, Service};
/// let endpoint = Endpoint::parse(Service::Imap, "imap.example.org:143")?;
/// assert_eq!(endpoint.security, Security::Starttls);
/// assert_eq!(endpoint.to_string(), "imap://imap.example.org:143/starttls");
/// # Ok::<(), mailcheck::model::ParseEndpointError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "complete by definition: the contract's words")]
pub struct Endpoint {
    /// What is spoken there.
    pub service: Service,
    /// The host as it was given or found, never one learnt from an alias.
    pub host: Host,
    /// The TCP port, never 0.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
}

impl Endpoint {
    /// Reads `HOST[:PORT][/SECURITY]`.
    ///
    /// Without a port the security's registered one is meant, without either implicit TLS
    /// (RFC 8314 §3). Without a security the ports 25, 110, 143, 587 and 2525 mean STARTTLS, every
    /// other implicit TLS. `ssl` and `ssl/tls` are other words for `tls`, `none` is one for `plain`.
    ///
    /// # Errors
    ///
    /// [`ParseEndpointError`] names the part that is wrong.
    pub fn parse(service: Service, text: &str) -> Result<Self, ParseEndpointError> {
        if let Some((scheme, _)) = text.split_once("://") {
            return Err(ParseEndpointError::HasScheme { scheme: scheme.to_owned() });
        }
        let (place, security) = match text.split_once('/') {
            Some((place, word)) => (place, Some(parse_security(word)?)),
            None => (text, None),
        };
        let (host, port) = split_port(place)?;
        let port = port.map(parse_port).transpose()?;
        let host: Host = host.parse().map_err(ParseEndpointError::BadHost)?;
        let security = security.unwrap_or(match port {
            Some(25 | 110 | 143 | 587 | 2525) => Security::Starttls,
            Some(_) | None => Security::Tls,
        });
        let port = port.unwrap_or_else(|| usual_port(service, security));
        Ok(Self { service, host, port, security })
    }

    /// The usual endpoint of a service on a host, on its registered port.
    pub fn usual(service: Service, host: Host, security: Security) -> Self {
        Self { service, host, port: usual_port(service, security), security }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, host, port, security } = self;
        if host.as_str().contains(':') {
            write!(f, "{service}://[{host}]:{port}/{security}")
        } else {
            write!(f, "{service}://{host}:{port}/{security}")
        }
    }
}

fn usual_port(service: Service, security: Security) -> u16 {
    match security {
        Security::Tls => service.tls_port(),
        Security::Starttls | Security::Plain => service.starttls_port(),
    }
}

/// Parts host and port, minding the brackets of IPv6.
fn split_port(place: &str) -> Result<(&str, Option<&str>), ParseEndpointError> {
    if let Some(rest) = place.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or(ParseEndpointError::OpenBracket)?;
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => Err(ParseEndpointError::OpenBracket),
        };
    }
    match place.split_once(':') {
        Some((_, port)) if port.contains(':') => Err(ParseEndpointError::NoBrackets),
        Some((host, port)) => Ok((host, Some(port))),
        None => Ok((place, None)),
    }
}

fn parse_port(text: &str) -> Result<u16, ParseEndpointError> {
    let digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    match text.parse::<u16>() {
        Ok(port) if digits && port != 0 => Ok(port),
        Ok(_) | Err(_) => Err(ParseEndpointError::BadPort { text: text.to_owned() }),
    }
}

fn parse_security(word: &str) -> Result<Security, ParseEndpointError> {
    match word.to_ascii_lowercase().as_str() {
        "none" | "plain" => Ok(Security::Plain),
        "ssl" | "ssl/tls" | "tls" => Ok(Security::Tls),
        "starttls" => Ok(Security::Starttls),
        _unknown => Err(ParseEndpointError::UnknownSecurity { word: word.to_owned() }),
    }
}

/// Why a text is not an endpoint.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseEndpointError {
    /// The host part is wrong.
    #[error("{0}")]
    BadHost(#[source] ParseHostError),
    /// The port is no number from 1 to 65535.
    #[error("the port {text:?} is no number from 1 to 65535")]
    BadPort {
        /// The port as it was given.
        text: String,
    },
    /// It is written as a URL.
    #[error("leave {scheme}:// away; the security goes behind: imap.example.org:993/tls")]
    HasScheme {
        /// What stands before the `://`.
        scheme: String,
    },
    /// An IPv6 address without brackets: where the port begins cannot be told.
    #[error("an IPv6 address goes in brackets: [2001:db8::1]:993")]
    NoBrackets,
    /// A bracket is opened and not closed, or something stands behind it.
    #[error("the brackets around the IPv6 address are not right: [2001:db8::1]:993")]
    OpenBracket,
    /// The word behind the slash is none of the three.
    #[error("the security {word:?} is unknown; use tls, starttls or plain")]
    UnknownSecurity {
        /// The word as it was given.
        word: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_filled_in() {
        for (service, text, expected) in [
            (Service::Imap, "a.example", "imap://a.example:993/tls"),
            (Service::Smtp, "a.example", "smtp://a.example:465/tls"),
            (Service::Smtp, "a.example:587", "smtp://a.example:587/starttls"),
            (Service::Imap, "a.example/starttls", "imap://a.example:143/starttls"),
            (Service::Imap, "a.example:993/STARTTLS", "imap://a.example:993/starttls"),
            (Service::Imap, "a.example:10143/plain", "imap://a.example:10143/plain"),
            (Service::Imap, "a.example/ssl", "imap://a.example:993/tls"),
            (Service::Smtp, "a.example/SSL/TLS", "smtp://a.example:465/tls"),
            (Service::Smtp, "a.example:25/None", "smtp://a.example:25/plain"),
            (Service::Imap, "[2001:db8::1]", "imap://[2001:db8::1]:993/tls"),
            (Service::Imap, "[2001:db8::1]:143", "imap://[2001:db8::1]:143/starttls"),
        ] {
            assert_eq!(Endpoint::parse(service, text).expect(text).to_string(), expected);
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, expected) in [
            ("a.example:0", ParseEndpointError::BadPort { text: "0".to_owned() }),
            ("a.example:65536", ParseEndpointError::BadPort { text: "65536".to_owned() }),
            ("a.example:+1", ParseEndpointError::BadPort { text: "+1".to_owned() }),
            ("a.example:", ParseEndpointError::BadPort { text: String::new() }),
            ("a.example/dtls", ParseEndpointError::UnknownSecurity { word: "dtls".to_owned() }),
            ("imaps://a.example:993", ParseEndpointError::HasScheme { scheme: "imaps".to_owned() }),
            ("2001:db8::1", ParseEndpointError::NoBrackets),
            ("[2001:db8::1", ParseEndpointError::OpenBracket),
            ("[2001:db8::1]x", ParseEndpointError::OpenBracket),
            (":993", ParseEndpointError::BadHost(ParseHostError::Empty)),
        ] {
            assert_eq!(Endpoint::parse(Service::Imap, text), Err(expected), "{text}");
        }
    }
}
