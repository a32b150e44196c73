//! Absolute web addresses in what others publish.

use crate::model::Host;

/// How a web address is fetched.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Scheme {
    Https,
    Http,
}

/// The scheme of an absolute web address; `None` when it is none that could be fetched: of another
/// scheme, with a user name, without a host, with letters that belong percent-encoded (RFC 3986 §3),
/// or longer than any that is meant.
pub(super) fn scheme_of(url: &str) -> Option<Scheme> {
    let is_clean = url.len() <= MAX_OCTETS && url.bytes().all(|octet| octet.is_ascii_graphic());
    let (scheme, rest) = url.split_once("://").filter(|_| is_clean)?;
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "https" => Scheme::Https,
        "http" => Scheme::Http,
        _other => return None,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        Some(_) | None => (authority, None),
    };
    let is_host = !host.contains('@') && host.parse::<Host>().is_ok();
    let is_port = port.is_none_or(|port| {
        port.bytes().all(|octet| octet.is_ascii_digit())
            && port.parse().is_ok_and(|port: u16| port > 0)
    });
    (is_host && is_port).then_some(scheme)
}

/// The longest address that servers are asked to take (RFC 9110 §4.1 asks for 8,000 octets; what is
/// published for mail programs is far below).
const MAX_OCTETS: usize = 2_048;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for (url, expected) in [
            ("https://example.org", Some(Scheme::Https)),
            ("HTTPS://example.org/a?b#c", Some(Scheme::Https)),
            ("http://192.0.2.1:8080/", Some(Scheme::Http)),
            ("https://[2001:db8::1]/", Some(Scheme::Https)),
            ("https://[2001:db8::1]:444/", Some(Scheme::Https)),
            ("https://example.org:0/", None),
            ("https://example.org:+1/", None),
            ("https://example.org:70000/", None),
            ("https://user@example.org/", None),
            ("https:///path", None),
            ("https://exa mple.org/", None),
            ("https://example.org/\u{1b}[31m", None),
            ("https://example.org/ä", None),
            ("ftp://example.org/", None),
            ("javascript:alert(1)", None),
            ("example.org", None),
            ("", None),
        ] {
            assert_eq!(scheme_of(url), expected, "{url}");
        }
        assert_eq!(scheme_of(&format!("https://example.org/{}", "a".repeat(MAX_OCTETS))), None);
    }
}
