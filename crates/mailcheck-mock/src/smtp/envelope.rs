//! What stands behind `MAIL FROM:` and `RCPT TO:`, and the refusals that Postfix has for it.

/// The most recipients of one message: Postfix's `smtpd_recipient_limit`.
pub(super) const MAX_RECIPIENTS: usize = 1000;

/// The most octets of one message, which `EHLO` announces (Postfix's `message_size_limit` is
/// 10 MB, Gmail's and others' 25 MiB).
pub(super) const MAX_MESSAGE_OCTETS: usize = 25 * 1024 * 1024;

/// Who sends to whom, as far as it has been said.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Envelope {
    /// Empty for the null sender.
    pub(super) from: String,
    pub(super) to: Vec<String>,
    /// Whether addresses and header may be UTF-8 (RFC 6531).
    pub(super) is_utf8: bool,
    /// What has come by `BDAT` so far; `None` before the first.
    pub(super) chunks: Option<Chunks>,
}

/// The parts of a message that have come (RFC 3030).
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Chunks {
    pub(super) message: Vec<u8>,
    /// Whether they have become too many octets to keep.
    pub(super) is_too_big: bool,
}

impl Envelope {
    /// Reads what is behind `MAIL`.
    pub(super) fn from_mail(arguments: &str) -> Result<Self, String> {
        let syntax = "501 5.5.4 Syntax: MAIL FROM:<address>";
        let (from, parameters) = path(arguments, "FROM:").ok_or(syntax)?;
        let mut envelope = Self { from, ..Self::default() };
        if !envelope.from.is_empty() && !is_address(&envelope.from) {
            return Err("501 5.1.7 Bad sender address syntax".to_owned());
        }
        for parameter in parameters.split_ascii_whitespace() {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match (name.to_ascii_uppercase().as_str(), value) {
                ("SIZE", size) => {
                    let octets: usize = match size.parse() {
                        Ok(octets) => octets,
                        Err(_) => return Err("501 5.5.4 Bad message size syntax".to_owned()),
                    };
                    if octets > MAX_MESSAGE_OCTETS {
                        return Err("552 5.3.4 Message size exceeds fixed limit".to_owned());
                    }
                }
                ("SMTPUTF8", "") => envelope.is_utf8 = true,
                ("BODY", body)
                    if ["7BIT", "8BITMIME"].iter().any(|it| it.eq_ignore_ascii_case(body)) => {}
                ("RET", ret) if ["FULL", "HDRS"].iter().any(|it| it.eq_ignore_ascii_case(ret)) => {}
                ("RET", _) => return Err("501 5.5.4 Bad RET parameter syntax".to_owned()),
                ("AUTH" | "ENVID", value) if !value.is_empty() => {}
                _ => return Err(format!("555 5.5.4 Unsupported option: {parameter}")),
            }
        }
        if !envelope.is_utf8 && !envelope.from.is_ascii() {
            return Err(UTF8.to_owned());
        }
        Ok(envelope)
    }

    /// Reads what is behind `RCPT`; the recipient is for the caller to judge.
    pub(super) fn recipient(&self, arguments: &str) -> Result<String, String> {
        let syntax = "501 5.5.4 Syntax: RCPT TO:<address>";
        let (to, parameters) = path(arguments, "TO:").ok_or(syntax)?;
        if !is_address(&to) {
            return Err("501 5.1.3 Bad recipient address syntax".to_owned());
        }
        for parameter in parameters.split_ascii_whitespace() {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let is_known = ["NOTIFY", "ORCPT"].iter().any(|it| it.eq_ignore_ascii_case(name));
            if !is_known || value.is_empty() {
                return Err(format!("555 5.5.4 Unsupported option: {parameter}"));
            }
        }
        if !self.is_utf8 && !to.is_ascii() {
            return Err(UTF8.to_owned());
        }
        if self.to.len() >= MAX_RECIPIENTS {
            return Err("452 4.5.3 Error: too many recipients".to_owned());
        }
        Ok(to)
    }
}

/// The address behind `keyword` without its brackets and route, and what follows. A space before
/// the bracket is a common mistake, which Postfix forgives.
fn path(arguments: &str, keyword: &str) -> Option<(String, String)> {
    let head = arguments.get(..keyword.len())?;
    if !head.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let rest = arguments[keyword.len()..].trim_start();
    let (address, parameters) = match rest.strip_prefix('<') {
        Some(rest) => rest.split_once('>')?,
        None => rest.split_once(' ').unwrap_or((rest, "")),
    };
    let address = match address.strip_prefix('@').and_then(|route| route.split_once(':')) {
        Some((_route, address)) => address,
        None => address,
    };
    Some((address.trim().to_owned(), parameters.to_owned()))
}

/// Whether it looks like an address: a name, which may be quoted, and a domain.
fn is_address(text: &str) -> bool {
    let has_bad = text.chars().any(|letter| letter.is_control() || "<>".contains(letter));
    let parts = text.rsplit_once('@');
    let is_whole = parts.is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
    is_whole && !has_bad && (text.starts_with('"') || !text.contains(' '))
}

/// To somebody who did not ask for it (RFC 6531 §3.5).
const UTF8: &str = "553 5.6.7 Must declare SMTPUTF8 to send unicode address";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders_are_read_in_every_form() {
        let from = |text| Envelope::from_mail(text).map(|envelope| envelope.from);
        assert_eq!(from("FROM:<you@example.org>"), Ok("you@example.org".to_owned()));
        assert_eq!(from("from: <you@example.org> SIZE=12 body=8bitmime AUTH=<>"), {
            Ok("you@example.org".to_owned())
        });
        assert_eq!(from("FROM:<@a.example,@b.example:you@example.org>"), {
            Ok("you@example.org".to_owned())
        });
        assert_eq!(from("FROM:<>"), Ok(String::new()));
        assert_eq!(from("FROM:<ü@example.org> SMTPUTF8"), Ok("ü@example.org".to_owned()));
    }

    #[test]
    fn what_cannot_be_read_is_refused_as_postfix_does() {
        let refusal = |text| Envelope::from_mail(text).unwrap_err();
        assert_eq!(refusal(""), "501 5.5.4 Syntax: MAIL FROM:<address>");
        assert_eq!(refusal("TO:<you@example.org>"), "501 5.5.4 Syntax: MAIL FROM:<address>");
        assert_eq!(refusal("FROM:<you"), "501 5.5.4 Syntax: MAIL FROM:<address>");
        assert_eq!(refusal("FROM:<you>"), "501 5.1.7 Bad sender address syntax");
        assert_eq!(refusal("FROM:<a@b> SIZE=x"), "501 5.5.4 Bad message size syntax");
        assert_eq!(
            refusal("FROM:<a@b> SIZE=26214401"),
            "552 5.3.4 Message size exceeds fixed limit"
        );
        assert_eq!(refusal("FROM:<a@b> BODY=BINARYMIME"), {
            "555 5.5.4 Unsupported option: BODY=BINARYMIME"
        });
        assert_eq!(refusal("FROM:<ü@b>"), UTF8);
    }

    #[test]
    fn recipients_are_only_so_many() {
        let mut envelope = Envelope::from_mail("FROM:<>").unwrap();
        let to = envelope.recipient("TO:<a@b> NOTIFY=NEVER").unwrap();
        assert_eq!(to, "a@b");
        assert_eq!(
            envelope.recipient("TO:<>").unwrap_err(),
            "501 5.1.3 Bad recipient address syntax"
        );
        assert_eq!(
            envelope.recipient("TO:<a@b> X").unwrap_err(),
            "555 5.5.4 Unsupported option: X"
        );
        envelope.to = vec![to; MAX_RECIPIENTS];
        assert_eq!(
            envelope.recipient("TO:<a@b>").unwrap_err(),
            "452 4.5.3 Error: too many recipients"
        );
    }
}
