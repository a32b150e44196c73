//! What a reply says by its form: status, code, text.

use crate::model::{ServerText, Service};

/// The status of a reply.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Status {
    /// IMAP's `BAD`.
    Bad,
    /// IMAP's `BYE`.
    Bye,
    /// IMAP's `+`: the server waits for more.
    Continuation,
    /// POP3's `-ERR`.
    Error,
    /// IMAP's `NO`.
    No,
    /// IMAP's `OK`, POP3's `+OK`.
    Ok,
    /// A code of SMTP.
    Smtp(u16),
}

impl Status {
    /// The service that replies so; `None` where two do.
    pub fn service(self) -> Option<Service> {
        match self {
            Self::Bad | Self::Bye | Self::Continuation | Self::No => Some(Service::Imap),
            Self::Error => Some(Service::Pop3),
            Self::Ok => None,
            Self::Smtp(_) => Some(Service::Smtp),
        }
    }
}

/// Status and code of one line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Form {
    pub(super) status: Option<Status>,
    /// In upper case: IMAP's and POP3's response code, SMTP's enhanced code.
    pub(super) code: Option<String>,
}

/// A reply, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    /// One for each line.
    pub(super) forms: Vec<Form>,
    /// The text of all lines, comparable: as it came, and in each encoding that fits.
    pub(super) texts: Vec<String>,
    /// Which octets are in each of them.
    pub(super) octets: Vec<u64>,
}

impl Heard {
    /// Takes the lines of a reply apart.
    pub(super) fn of(lines: &[ServerText]) -> Self {
        let read: Vec<(Form, &str)> = lines.iter().map(|line| read(line.as_str())).collect();
        let text = read.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ");
        let forms = read.into_iter().map(|(form, _)| form).collect();
        let mut texts = vec![normal(&text)];
        let readings = ServerText::from(text.as_str()).readings();
        texts.extend(readings.iter().map(|reading| normal(reading.text.as_str())));
        let octets = texts.iter().map(|text| octets(text)).collect();
        Self { forms, texts, octets }
    }

    /// The service that replies so, where its form says it.
    pub(super) fn service(&self) -> Option<Service> {
        self.forms.iter().find_map(|form| form.status?.service())
    }
}

/// Which octets are in a text, a bit for each four of them: enough to tell at once that most patterns
/// cannot be in it.
pub(super) fn octets(text: &str) -> u64 {
    text.bytes().fold(0, |octets, octet| octets | 1 << (octet % 64))
}

/// Makes texts comparable: lower case, single blanks, no full stop at the end; of a long one the
/// beginning.
pub(super) fn normal(text: &str) -> String {
    let mut normal = String::new();
    for word in text.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.extend(word.chars().flat_map(char::to_lowercase));
        if normal.len() > MAX_OCTETS {
            break;
        }
    }
    let length = normal.trim_end_matches(['.', ' ']).len();
    normal.truncate(length);
    normal
}

/// Status, code and text of a line. It may lack its tag, or be only a text that somebody copied.
fn read(line: &str) -> (Form, &str) {
    let line = line.trim();
    if let Some((status, rest)) = smtp(line) {
        let text = rest.trim_start();
        let (word, text) = text.split_once(' ').unwrap_or((text, ""));
        let is_code = is_enhanced(word);
        let code = is_code.then(|| word.to_owned());
        return (Form { status: Some(status), code }, if is_code { text } else { rest });
    }
    let Some((status, rest)) = pop3(line).or_else(|| imap(line)) else {
        let (code, text) = response_code(line);
        // People copy a reply without its status; other programs put words of their own in brackets.
        let is_known = code.as_deref().is_some_and(super::has_code);
        let (code, text) = if is_known { (code, text) } else { (None, line) };
        return (Form { status: None, code }, text);
    };
    let (code, text) = response_code(rest.trim_start());
    (Form { status: Some(status), code }, text)
}

/// RFC 5321 §4.2.
fn smtp(line: &str) -> Option<(Status, &str)> {
    let (digits, rest) = line.split_at_checked(3)?;
    let is_code = digits.bytes().all(|octet| octet.is_ascii_digit());
    let is_separated = rest.is_empty() || rest.starts_with([' ', '-']);
    let code: u16 = digits.parse().ok().filter(|_| is_code && is_separated)?;
    (200..600).contains(&code).then(|| (Status::Smtp(code), rest.get(1..).unwrap_or_default()))
}

/// RFC 3463 §2.
fn is_enhanced(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let is_number = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_digit())
    };
    parts.len() == 3 && parts.iter().all(is_number)
}

/// RFC 1939 §3.
fn pop3(line: &str) -> Option<(Status, &str)> {
    let starts = |start: &str| {
        let head = line.get(..start.len())?;
        head.eq_ignore_ascii_case(start).then(|| line.get(start.len()..).unwrap_or_default())
    };
    let error = starts("-ERR").map(|rest| (Status::Error, rest));
    error.or_else(|| starts("+OK").map(|rest| (Status::Ok, rest)))
}

/// RFC 9051 §7.1; the tag may be missing.
fn imap(line: &str) -> Option<(Status, &str)> {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    if first == "+" {
        return Some((Status::Continuation, rest));
    }
    if let Some(status) = imap_status(first) {
        return Some((status, rest));
    }
    let is_tag = first == "*"
        || (first.len() <= MAX_TAG_OCTETS
            && first.bytes().all(|octet| octet.is_ascii_alphanumeric()));
    // A word in front of "no" is only a tag if it looks like one.
    let looks_so = first == "*" || first.bytes().any(|octet| octet.is_ascii_digit());
    let (second, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let upper = second.to_ascii_uppercase();
    let status = imap_status(if looks_so { &upper } else { second })?;
    is_tag.then_some((status, text))
}

fn imap_status(word: &str) -> Option<Status> {
    match word {
        "BAD" => Some(Status::Bad),
        "BYE" => Some(Status::Bye),
        "NO" => Some(Status::No),
        "OK" | "PREAUTH" => Some(Status::Ok),
        _other => None,
    }
}

/// RFC 9051 §7.1 and RFC 2449 §8: what stands in brackets first.
fn response_code(text: &str) -> (Option<String>, &str) {
    let inside = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let Some((inside, rest)) = inside else { return (None, text) };
    let word = inside.split_ascii_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    let is_code = word.bytes().all(|octet| octet.is_ascii_uppercase() || b"-/".contains(&octet));
    if is_code && !word.is_empty() { (Some(word), rest) } else { (None, text) }
}

/// Octets of a text that are compared: no reply that was observed is half as long.
const MAX_OCTETS: usize = 2_000;
/// Tags longer than this are words: clients number their commands.
const MAX_TAG_OCTETS: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_taken_apart() {
        let smtp = |code| Some(Status::Smtp(code));
        for (line, status, code, text) in [
            ("535 5.7.8 No", smtp(535), Some("5.7.8"), "No"),
            ("535-5.7.8  No", smtp(535), Some("5.7.8"), " No"),
            ("421 #4.4.5 Too many", smtp(421), None, "#4.4.5 Too many"),
            ("421", smtp(421), None, ""),
            ("a1 NO [LIMIT] Too many", Some(Status::No), Some("LIMIT"), " Too many"),
            ("* BYE [ALERT]x", Some(Status::Bye), Some("ALERT"), "x"),
            ("a1 no [WEBALERT https://a.example/] x", Some(Status::No), Some("WEBALERT"), " x"),
            ("NO [host:time] x", Some(Status::No), None, "[host:time] x"),
            ("NO LOGIN failed", Some(Status::No), None, "LOGIN failed"),
            ("+ eyJ", Some(Status::Continuation), None, "eyJ"),
            ("-ERR [SYS/TEMP] x", Some(Status::Error), Some("SYS/TEMP"), " x"),
            ("+OK ready", Some(Status::Ok), None, "ready"),
            ("[AUTHENTICATIONFAILED] No.", None, Some("AUTHENTICATIONFAILED"), " No."),
            ("[Errors] No.", None, None, "[Errors] No."),
            ("Sorry, no mailbox here", None, None, "Sorry, no mailbox here"),
            ("Sorry no mailbox here", None, None, "Sorry no mailbox here"),
            ("No such user", None, None, "No such user"),
        ] {
            let code = code.map(str::to_owned);
            assert_eq!(read(line), (Form { status, code }, text), "{line}");
        }
    }

    #[test]
    fn lines_are_one_text() {
        let lines = ["535-5.7.8 Not accepted. ", "535 5.7.8  See there."].map(ServerText::from);
        assert_eq!(Heard::of(&lines).texts, ["not accepted. see there"]);
    }

    #[test]
    fn length_is_bounded() {
        assert!(normal(&"a ".repeat(1_000_000)).len() <= MAX_OCTETS + 8);
    }
}
