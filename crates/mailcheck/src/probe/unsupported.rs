//! Servers that offer a mechanism and do not have it.

use crate::evidence::LoginReply;
use crate::model::{ServerText, Service};
use crate::wire::imap::{Condition, Response, Status};

/// Whether the server says without doubt that it has no such mechanism or command, so that it cannot
/// have looked at the credential: only then may it be sent by another way. Whatever could be a refusal
/// of it, or a word about the account, is not taken for that.
pub(super) fn says_so(service: Service, reply: &LoginReply) -> bool {
    if reply.accepted || reply.transient {
        return false;
    }
    match service {
        Service::Imap => of_imap(reply),
        Service::Pop3 => of_pop3(reply),
        Service::Smtp => of_smtp(reply),
    }
}

/// 500 and 502 are about a command that is not there, 504 about its parameter (RFC 5321 §4.2.2): here
/// the mechanism (RFC 4954 §4). An enhanced code must be about the protocol (RFC 3463 §3.6), or be the
/// 5.7.4 of Exchange, security features not supported.
fn of_smtp(reply: &LoginReply) -> bool {
    let class = reply.detail.as_deref();
    let is_of_protocol = class.is_none_or(|code| code.starts_with("5.5."));
    match reply.code {
        Some(500 | 502) => is_of_protocol,
        Some(504) => is_of_protocol || class == Some("5.7.4"),
        Some(_) | None => false,
    }
}

/// `NO` and `BAD` can be refusals of the credential as well (RFC 9051 §6.2.2), so the words count, and
/// a response code must not contradict them (RFC 5530 §3).
fn of_imap(reply: &LoginReply) -> bool {
    if !matches!(reply.detail.as_deref(), None | Some("CANNOT")) {
        return false;
    }
    let Some(line) = reply.lines.last() else { return false };
    let Ok(Response::Tagged { status: Status { condition, .. }, .. }) =
        Response::parse(line.as_str().as_bytes())
    else {
        return false;
    };
    let about =
        if condition == Condition::Bad { &["mechanism", "command"][..] } else { &["mechanism"] };
    is_not_there(line, about)
}

/// `-ERR` is all that there is (RFC 1939 §3), so it is by the words, and a response code is about something
/// else (RFC 2449 §8.1, RFC 3206 §4). Of USER and APOP nobody says so but to mean the name.
fn of_pop3(reply: &LoginReply) -> bool {
    let is_open = reply.detail.is_none() && reply.mechanism.is_sasl();
    let Some(line) = reply.lines.last().filter(|_| is_open) else { return false };
    let text = line.as_str().to_ascii_lowercase();
    is_not_there(line, &["mechanism"]) || NO_COMMAND.iter().any(|words| text.contains(words))
}

/// Whether a line says that something of this kind is not there.
fn is_not_there(line: &ServerText, kinds: &[&str]) -> bool {
    let text = line.as_str().to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has(kinds) && has(NOT_THERE)
}

/// How POP3 servers word that there is no such command.
const NO_COMMAND: &[&str] = &[
    "command not implemented",
    "command not recognised",
    "command not recognized",
    "command not supported",
    "command unknown",
    "command unrecognized",
    "unimplemented command",
    "unknown command",
    "unrecognised command",
    "unrecognized command",
    "unsupported command",
];
/// How servers word that something is not there.
const NOT_THERE: &[&str] = &[
    "no mechanism available",
    "not available",
    "not implemented",
    "not supported",
    "unimplemented",
    "unknown",
    "unrecognised",
    "unrecognized",
    "unsupported",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Mechanism;

    fn reply(line: &str, detail: Option<&str>) -> LoginReply {
        let mut reply = LoginReply::new(Mechanism::Plain, false, vec![ServerText::from(line)], 0);
        reply.code = line.get(..3).and_then(|code| code.parse().ok());
        reply.detail = detail.map(str::to_owned);
        reply
    }

    #[test]
    fn only_what_is_beyond_doubt_counts() {
        let (imap, pop3, smtp) = (Service::Imap, Service::Pop3, Service::Smtp);
        for (service, line, detail, expected) in [
            (smtp, "504 5.5.4 Unrecognized authentication type", Some("5.5.4"), true),
            (smtp, "504 5.7.4 Unrecognized authentication type", Some("5.7.4"), true),
            (smtp, "504 auth type unimplemented (#5.5.1)", None, true),
            (smtp, "502 5.5.1 AUTH not implemented", Some("5.5.1"), true),
            (smtp, "500 5.5.2 what?", Some("5.5.2"), true),
            (smtp, "504 5.7.8 no", Some("5.7.8"), false),
            (smtp, "501 5.5.2 Cannot decode", Some("5.5.2"), false),
            (smtp, "503 5.5.1 authentication not enabled", Some("5.5.1"), false),
            (smtp, "535 5.7.8 Invalid authentication mechanism", Some("5.7.8"), false),
            (smtp, "534 5.7.9 mechanism is too weak", Some("5.7.9"), false),
            (imap, "a1 NO [CANNOT] Mechanism not supported", Some("CANNOT"), true),
            (imap, "a1 NO Unsupported authentication mechanism.", None, true),
            (imap, "a1 NO Login failed: no mechanism available", None, true),
            (imap, "a1 BAD Unknown command", None, true),
            (imap, "a1 NO Unknown command", None, false),
            (imap, "a1 BAD what?", None, false),
            (imap, "a1 BAD User is authenticated but not connected.", None, false),
            (imap, "a1 NO unknown user", None, false),
            (imap, "a1 NO Login failed: mechanism too weak for this user", None, false),
            (
                imap,
                "a1 NO [AUTHENTICATIONFAILED] unknown mechanism",
                Some("AUTHENTICATIONFAILED"),
                false,
            ),
            (imap, "a1 NO [LIMIT] mechanism not available", Some("LIMIT"), false),
            (imap, "* BYE unsupported mechanism", None, false),
            (pop3, "-ERR Unsupported authentication mechanism.", None, true),
            (pop3, "-ERR Unknown command.", None, true),
            (pop3, "-ERR never heard of mrose", None, false),
            (pop3, "-ERR unknown user", None, false),
            (pop3, "-ERR command failed: user unknown", None, false),
            (pop3, "-ERR [AUTH] Unsupported mechanism", Some("AUTH"), false),
        ] {
            assert_eq!(says_so(service, &reply(line, detail)), expected, "{line}");
        }
        let mut by_name = reply("-ERR unknown command", None);
        by_name.mechanism = Mechanism::Pop3User;
        assert!(!says_so(pop3, &by_name));
        let mut taken = reply("504 5.5.4 no", None);
        taken.accepted = true;
        assert!(!says_so(smtp, &taken));
    }
}
