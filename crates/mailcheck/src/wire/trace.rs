//! What the header of a message that has arrived tells of its way: which servers passed it on, whether
//! encrypted, and what the last of them made of its sender.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::model::ServerText;

/// The fields of a header, unfolded (RFC 5322 §2.2.3), in their order: names in lower case, and values.
///
/// What is longer than any field that serves a purpose is cut, and so is the list.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::trace;
/// let fields = trace::fields(b"Subject: a\r\n b\r\nTo: you@example.org\r\n\r\nTo: none");
/// let subject = ("subject".to_owned(), "a b".to_owned());
/// assert_eq!(fields, [subject, ("to".to_owned(), "you@example.org".to_owned())]);
/// ```
pub fn fields(header: &[u8]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in header.split(|octet| *octet == b'\n') {
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned();
        if line.is_empty() || fields.len() > MOST_FIELDS {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_name, value)) = fields.last_mut()
                && value.len() + line.len() < MOST_OCTETS
            {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let value: String = value.trim().chars().take(MOST_OCTETS).collect();
            fields.push((name.trim_end().to_ascii_lowercase(), value));
        }
    }
    fields
}

/// One step on the way of a message, as the server that received it tells it.
///
/// Source: [RFC 5321 §4.4](https://www.rfc-editor.org/rfc/rfc5321#section-4.4).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Received {
    /// How the sending side names itself.
    pub from: Option<ServerText>,
    /// The address that the sending side has.
    pub ip: Option<IpAddr>,
    /// Who received it.
    pub by: Option<ServerText>,
    /// By which protocol, such as `ESMTPS` (RFC 3848).
    pub with: Option<ServerText>,
    /// The version of TLS, such as `1.3`, where it is told.
    pub tls: Option<String>,
}

/// How a message was passed on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition")]
pub enum Passage {
    /// Through the net, in clear.
    Clear,
    /// Encrypted.
    Encrypted,
    /// Inside one machine or one network, or in a way that is not told.
    Untold,
}

impl Received {
    /// Reads the value of a field; what is not found in it is left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::trace::{Passage, Received};
    /// let hop = Received::parse(
    ///     "from a.example (a.example [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384) \
    ///      by mx.example.org (Postfix) with ESMTPS id 1; Mon, 30 Nov 2026 15:04:05 +0900",
    /// );
    /// assert_eq!(hop.tls.as_deref(), Some("1.3"));
    /// assert_eq!(hop.passage(), Passage::Encrypted);
    /// assert_eq!(hop.with.map(|it| it.to_string()).as_deref(), Some("ESMTPS"));
    /// ```
    pub fn parse(value: &str) -> Self {
        let mut hop = Self::default();
        let mut clause = "";
        let mut awaited = "";
        for token in tokens(value) {
            match token {
                Token::Comment(text) => {
                    hop.tls = hop.tls.or_else(|| tls_version(text));
                    if clause == "from" {
                        hop.ip = hop.ip.or_else(|| address(text));
                    }
                }
                Token::Word(word) if awaited.is_empty() => {
                    let known = CLAUSES.into_iter().find(|it| word.eq_ignore_ascii_case(it));
                    if let Some(known) = known {
                        (clause, awaited) = (known, known);
                    }
                }
                Token::Word(word) => {
                    let text = Some(ServerText::from(word));
                    match awaited {
                        "from" => {
                            hop.ip = hop.ip.or_else(|| address(word));
                            hop.from = hop.from.or(text);
                        }
                        "by" => hop.by = hop.by.or(text),
                        "with" => hop.with = hop.with.or(text),
                        _id_or_for => {}
                    }
                    awaited = "";
                }
            }
        }
        hop
    }

    /// How the message was passed on, as far as that is told.
    pub fn passage(&self) -> Passage {
        let with = self.with.as_ref().map(|it| it.as_str().to_ascii_uppercase());
        let is = |known: &[&str]| with.as_deref().is_some_and(|with| known.contains(&with));
        if self.tls.is_some() || is(ENCRYPTED) {
            Passage::Encrypted
        } else if is(CLEAR) && self.ip.is_some_and(is_public) {
            Passage::Clear
        } else {
            Passage::Untold
        }
    }
}

/// What a server made of one way in which a sender proves itself (RFC 8601).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Authentication {
    /// In lower case: `spf`, `dkim` or `dmarc`.
    pub method: String,
    /// In lower case, such as `pass`, `fail` or `none`.
    pub result: ServerText,
}

impl Authentication {
    /// Puts one together.
    pub fn new(method: &str, result: &str) -> Self {
        Self { method: method.to_owned(), result: ServerText::from(result) }
    }

    /// Reads the value of a field `Authentication-Results`: of SPF, DKIM and DMARC, in their order.
    ///
    /// Source: [RFC 8601 §2.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.2).
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::trace::Authentication;
    /// let value = "mx.example.org; spf=pass smtp.mailfrom=a.example; dkim=fail (bad; key) header.d=a.example";
    /// let found = Authentication::parse(value);
    /// assert_eq!(found, [Authentication::new("spf", "pass"), Authentication::new("dkim", "fail")]);
    /// ```
    pub fn parse(value: &str) -> Vec<Self> {
        let words = tokens(value).filter_map(|token| match token {
            Token::Word(word) => Some(word),
            Token::Comment(_) => None,
        });
        let text = words.collect::<Vec<_>>().join(" ").replace(" =", "=").replace("= ", "=");
        let results = text.split(';').filter_map(|part| {
            let (method, result) = part.split_whitespace().next()?.split_once('=')?;
            let method = method.split('/').next()?.to_ascii_lowercase();
            let is_known = METHODS.contains(&method.as_str());
            is_known.then(|| Self::new(&method, &result.to_ascii_lowercase()))
        });
        results.take(MOST_RESULTS).collect()
    }
}

enum Token<'a> {
    Comment(&'a str),
    Word(&'a str),
}

/// Words and comments (RFC 5322 §3.2.2). A semicolon ends a word and is one by itself.
fn tokens(value: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = value;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let (token, after) = match rest.chars().next()? {
            '(' => {
                let end = comment_end(rest);
                let (comment, after) = rest.split_at_checked(end)?;
                (Token::Comment(comment), after)
            }
            ';' => {
                let (word, after) = rest.split_at_checked(1)?;
                (Token::Word(word), after)
            }
            _letter => {
                let is_end = |letter: char| letter.is_whitespace() || ";(".contains(letter);
                let (word, after) =
                    rest.split_at_checked(rest.find(is_end).unwrap_or(rest.len()))?;
                (Token::Word(word), after)
            }
        };
        rest = after;
        Some(token)
    })
}

/// Where the comment ends that a text begins with, one in another included.
fn comment_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut is_quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _any if is_quoted => is_quoted = false,
            '\\' => is_quoted = true,
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            _other => {}
        }
    }
    text.len()
}

/// The version of TLS in a comment, however a server writes it: `TLSv1.3`, `TLS1_2`, `TLS1.2`.
fn tls_version(comment: &str) -> Option<String> {
    let upper = comment.to_ascii_uppercase();
    let mut rest = upper.as_str();
    while let Some((_before, after)) = rest.split_once("TLS") {
        let number = after.strip_prefix('V').unwrap_or(after);
        let end = number.find(|it: char| !it.is_ascii_digit() && it != '.' && it != '_');
        let number = number.split_at_checked(end.unwrap_or(number.len())).map(|(it, _)| it);
        let number = number.unwrap_or_default().trim_end_matches(['.', '_']).replace('_', ".");
        if VERSIONS.contains(&number.as_str()) {
            return Some(number);
        }
        rest = after;
    }
    None
}

/// The address between brackets (RFC 5321 §4.1.3), or bare.
fn address(text: &str) -> Option<IpAddr> {
    let is_border = |letter: char| letter.is_whitespace() || "[]()".contains(letter);
    text.split(is_border).find_map(|part| {
        let bare =
            part.strip_prefix("IPv6:").or_else(|| part.strip_prefix("ipv6:")).unwrap_or(part);
        bare.parse().ok()
    })
}

/// Whether an address is one of the public net, and not of one machine or network.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            let is_shared = first == 100 && (64..128).contains(&second);
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || is_shared)
        }
        IpAddr::V6(ip) => !(ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()),
    }
}

/// RFC 5321 §4.4.
const CLAUSES: [&str; 6] = ["from", "by", "via", "with", "id", "for"];
/// RFC 3848, RFC 6531 §4.3.
const ENCRYPTED: &[&str] = &[
    "ESMTPS",
    "ESMTPSA",
    "LMTPS",
    "LMTPSA",
    "SMTPS",
    "UTF8SMTPS",
    "UTF8SMTPSA",
    "UTF8LMTPS",
    "UTF8LMTPSA",
];
const CLEAR: &[&str] = &["SMTP", "ESMTP", "ESMTPA", "UTF8SMTP", "UTF8SMTPA"];
const METHODS: [&str; 3] = ["spf", "dkim", "dmarc"];
const VERSIONS: [&str; 5] = ["1", "1.0", "1.1", "1.2", "1.3"];
/// Fields of a header that are read; headers of lists and of large hosters have some 80.
const MOST_FIELDS: usize = 200;
/// Octets of a field that are read.
const MOST_OCTETS: usize = 4_000;
/// Results of one field that are kept.
const MOST_RESULTS: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_as_servers_write_them() {
        for (value, tls, passage) in [
            (
                "from mx.a.example (mx.a.example. [192.0.2.7]) by mx.google.com with ESMTPS id x \
                 (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); Mon, 30 Nov 2026",
                Some("1.3"),
                Passage::Encrypted,
            ),
            (
                "from A.example (2001:db8::1) by B.example (2001:db8::2) with Microsoft SMTP Server \
                 (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20; Mon",
                Some("1.2"),
                Passage::Encrypted,
            ),
            (
                "from [192.0.2.7] (helo=a) by b.example with esmtpsa  (TLS1.3) tls TLS_AES (Exim 4.98)",
                Some("1.3"),
                Passage::Encrypted,
            ),
            ("from a (unknown [192.0.2.7]) by b (Postfix) with ESMTP id 1", None, Passage::Clear),
            ("from a (a [IPv6:2001:db8::7]) by b with SMTP id 1", None, Passage::Clear),
            ("from a (localhost [127.0.0.1]) by b with ESMTP id 1", None, Passage::Untold),
            ("from a (a [10.1.2.3]) by b with ESMTP id 1", None, Passage::Untold),
            ("from b by b with LMTP id 1 (envelope-from <you@example.org>)", None, Passage::Untold),
            ("by b (Postfix, from userid 0) id 1", None, Passage::Untold),
            ("(((((", None, Passage::Untold),
            ("from", None, Passage::Untold),
        ] {
            let hop = Received::parse(value);
            assert_eq!((hop.tls.as_deref(), hop.passage()), (tls, passage), "{value}");
        }
    }

    #[test]
    fn results_are_read_as_servers_write_them() {
        let some = |all: &[(&str, &str)]| -> Vec<Authentication> {
            all.iter().map(|(method, result)| Authentication::new(method, result)).collect()
        };
        for (value, expected) in [
            ("mx.example.org 1; none", some(&[])),
            // Exchange Online names no server.
            (
                "spf=Pass (sender IP is 192.0.2.7) smtp.mailfrom=a;dkim=none (message not signed)",
                some(&[("spf", "pass"), ("dkim", "none")]),
            ),
            ("mx; dkim=pass header.i=@a; dmarc = fail (p=NONE; dis=NONE)", {
                some(&[("dkim", "pass"), ("dmarc", "fail")])
            }),
            ("mx; spf/1=softfail; iprev=fail; auth=pass", some(&[("spf", "softfail")])),
            (";;;=;spf=", some(&[("spf", "")])),
        ] {
            assert_eq!(Authentication::parse(value), expected, "{value}");
        }
    }

    #[test]
    fn a_header_without_end_is_cut() {
        let many = "Received: by a\r\n".repeat(1_000);
        assert!(fields(many.as_bytes()).len() <= MOST_FIELDS + 1);
        let long = format!("Subject: {}\r\n {}\r\n", "a".repeat(10_000), "b".repeat(10_000));
        assert!(fields(long.as_bytes()).iter().all(|(_, value)| value.len() <= MOST_OCTETS));
        assert!(fields(b"\xff\xfe:\0\r\n\t\r\n").len() == 1);
    }
}
