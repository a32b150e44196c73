//! What the first line of a server says about who speaks.

use serde::{Deserialize, Serialize};

use crate::model::Service;

/// What kind of greeting.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum GreetingKind {
    /// The service that was asked for turns us away for now: IMAP's `BYE`, SMTP's 421 or another 4xx, POP3's
    /// `-ERR`.
    Busy,
    /// Neither mail nor HTTP nor SSH.
    NotMail,
    /// HTTP answers, as web servers and captive portals do.
    Http,
    /// Another mail service answers.
    OtherService {
        /// Which.
        service: Service,
    },
    /// IMAP's `PREAUTH`: logged in without a log-in.
    Preauth,
    /// Ready for work.
    Ready,
    /// SMTP's 554 or another 5xx: not for us, and not for now.
    Refused,
    /// SSH answers.
    Ssh,
}

/// The protocol that a first line belongs to; `None` when it is of no mail service.
///
/// # Examples
///
/// ```
/// use mailcheck::{model::Service, wire::greeting};
/// assert_eq!(greeting::service_of(b"+OK ready"), Some(Service::Pop3));
/// assert_eq!(greeting::service_of(b"HTTP/1.1 400 Bad Request"), None);
/// ```
pub fn service_of(line: &[u8]) -> Option<Service> {
    if [&b"* OK"[..], b"* PREAUTH", b"* BYE"].iter().any(|start| starts(line, start)) {
        return Some(Service::Imap);
    }
    if starts(line, b"+OK") || starts(line, b"-ERR") {
        return Some(Service::Pop3);
    }
    let (code, rest) = line.split_at_checked(3)?;
    let is_reply = matches!(code.first(), Some(b'2' | b'4' | b'5'))
        && code.iter().all(u8::is_ascii_digit)
        && matches!(rest.first(), None | Some(b' ' | b'-'));
    // FTP greets with 220 as well (RFC 959 §5.4), and its servers say so.
    (is_reply && !is_ftp(rest)).then_some(Service::Smtp)
}

/// What kind of greeting a first line is, for a client that came for `service`.
///
/// Source: RFC 9051 §7.1.4 and §7.1.5 for IMAP, RFC 5321 §3.1 and §4.2 for SMTP, RFC 1939 §4 for POP3.
///
/// # Examples
///
/// ```
/// use mailcheck::{model::Service, wire::greeting, wire::greeting::GreetingKind};
/// assert_eq!(greeting::kind(Service::Smtp, b"421 4.7.0 later"), GreetingKind::Busy);
/// ```
pub fn kind(service: Service, line: &[u8]) -> GreetingKind {
    match service_of(line) {
        None if starts(line, b"HTTP/") || starts(line, b"<!doctype") || starts(line, b"<html") => {
            GreetingKind::Http
        }
        None if starts(line, b"SSH-") => GreetingKind::Ssh,
        None => GreetingKind::NotMail,
        Some(Service::Imap) if service == Service::Imap => match line.get(2..3) {
            Some(b"P" | b"p") => GreetingKind::Preauth,
            Some(b"B" | b"b") => GreetingKind::Busy,
            Some(_) | None => GreetingKind::Ready,
        },
        Some(Service::Smtp) if service == Service::Smtp => match line.first() {
            Some(b'4') => GreetingKind::Busy,
            Some(b'5') => GreetingKind::Refused,
            Some(_) | None => GreetingKind::Ready,
        },
        Some(Service::Pop3) if service == Service::Pop3 => {
            if starts(line, b"-ERR") {
                GreetingKind::Busy
            } else {
                GreetingKind::Ready
            }
        }
        Some(other) => GreetingKind::OtherService { service: other },
    }
}

fn starts(line: &[u8], start: &[u8]) -> bool {
    line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Whether FTP, or a program such as vsFTPd, is named as a word; host names are no words.
fn is_ftp(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    let words = || {
        let words = text.split_whitespace().map(|word| word.trim_end_matches('.'));
        let words = words.filter(|word| !word.contains('.'));
        words.flat_map(|word| word.split(|letter: char| !letter.is_ascii_alphanumeric()))
    };
    let is_mail = words().any(|word| ["smtp", "esmtp"].contains(&word));
    !is_mail && words().any(|word| word == "ftp" || word.ends_with("ftpd"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_apart() {
        for (service, line, expected) in [
            (Service::Imap, "* OK ready", GreetingKind::Ready),
            (Service::Imap, "* PREAUTH hello", GreetingKind::Preauth),
            (Service::Imap, "* bye too many", GreetingKind::Busy),
            (Service::Imap, "220 hi", GreetingKind::OtherService { service: Service::Smtp }),
            (Service::Smtp, "220", GreetingKind::Ready),
            (Service::Smtp, "220-a", GreetingKind::Ready),
            (Service::Smtp, "554 no", GreetingKind::Refused),
            (Service::Smtp, "450 no", GreetingKind::Busy),
            (Service::Smtp, "220 ProFTPD Server", GreetingKind::NotMail),
            (Service::Smtp, "220 (vsFTPd 3.0.3)", GreetingKind::NotMail),
            (Service::Smtp, "220 Microsoft FTP Service.", GreetingKind::NotMail),
            (Service::Smtp, "220---- Welcome to Pure-FTPd [TLS] ----", GreetingKind::NotMail),
            (Service::Smtp, "220 mx.ftp.example ESMTP", GreetingKind::Ready),
            (Service::Smtp, "220 ftp.example ready.", GreetingKind::Ready),
            (Service::Smtp, "220 mx.craftpoint.example ready", GreetingKind::Ready),
            (Service::Smtp, "220 craftpoint", GreetingKind::Ready),
            (Service::Smtp, "2200 x", GreetingKind::NotMail),
            (Service::Smtp, "SSH-2.0-OpenSSH", GreetingKind::Ssh),
            (Service::Imap, "<HTML>", GreetingKind::Http),
            (Service::Imap, "", GreetingKind::NotMail),
            (Service::Pop3, "+OK", GreetingKind::Ready),
            (Service::Pop3, "-err [SYS/TEMP] full", GreetingKind::Busy),
            (Service::Pop3, "* OK hi", GreetingKind::OtherService { service: Service::Imap }),
            (Service::Pop3, "+ hi", GreetingKind::NotMail),
        ] {
            assert_eq!(kind(service, line.as_bytes()), expected, "{line}");
        }
    }
}
