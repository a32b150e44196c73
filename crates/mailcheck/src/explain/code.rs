//! What a code of SMTP says by itself, whoever says it (RFC 5321 §4.2.1, RFC 3463).

/// What the digits of a code say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CodeKind {
    /// Whether it is an error, and whether it may pass.
    pub permanence: Permanence,
    /// What it is about, where the code says so.
    pub subject: Option<Subject>,
}

/// The first digit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: RFC 3463 §3.1")]
pub enum Permanence {
    /// 2 and 3: no error.
    Success,
    /// 4: it may pass.
    Temporary,
    /// 5: the same attempt fails again.
    Permanent,
}

impl Permanence {
    fn of(digit: u8) -> Option<Self> {
        match digit {
            b'2' | b'3' => Some(Self::Success),
            b'4' => Some(Self::Temporary),
            b'5' => Some(Self::Permanent),
            _none => None,
        }
    }

    /// The word in JSON and the words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Success => "success",
            Self::Temporary => "temporary",
        }
    }
}

/// The second number of an enhanced code (RFC 3463 §3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: RFC 3463 §4")]
pub enum Subject {
    /// 1: an address.
    Address,
    /// 2: a mailbox.
    Mailbox,
    /// 3: the mail system.
    System,
    /// 4: network and routing.
    Network,
    /// 5: the protocol.
    Protocol,
    /// 6: the content.
    Content,
    /// 7: security and policy.
    Policy,
}

impl Subject {
    fn of(number: &str) -> Option<Self> {
        match number {
            "1" => Some(Self::Address),
            "2" => Some(Self::Mailbox),
            "3" => Some(Self::System),
            "4" => Some(Self::Network),
            "5" => Some(Self::Protocol),
            "6" => Some(Self::Content),
            "7" => Some(Self::Policy),
            _undefined => None,
        }
    }

    /// The word in JSON and the words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Content => "content",
            Self::Mailbox => "mailbox",
            Self::Network => "network",
            Self::Policy => "policy",
            Self::Protocol => "protocol",
            Self::System => "system",
        }
    }
}

impl CodeKind {
    /// What the code of a line says: of one that is a reply, or that is nothing but an enhanced code.
    pub(super) fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        if let Some(enhanced) = enhanced(trim(line)) {
            return Some(enhanced);
        }
        let basic = line.get(..3).filter(|basic| is_basic(basic))?;
        let rest = line.get(3..).unwrap_or_default();
        if !rest.is_empty() && !rest.starts_with([' ', '-']) {
            return None;
        }
        let word = rest.trim_start_matches([' ', '-']).split_ascii_whitespace().next();
        let of_word = word.map(trim).and_then(enhanced);
        let permanence = Permanence::of(*basic.as_bytes().first()?)?;
        Some(of_word.unwrap_or(Self { permanence, subject: None }))
    }
}

/// Codes stand in brackets, behind `#` and before colons.
pub(super) fn trim(word: &str) -> &str {
    word.trim_matches(|letter: char| "()[]<>#,;:.'\"".contains(letter))
}

/// Whether it is a basic code that SMTP has.
pub(super) fn is_basic(word: &str) -> bool {
    BASIC.contains(&word)
}

/// RFC 3463 §2: `5.7.8`; the first digit is 2, 4 or 5.
fn enhanced(word: &str) -> Option<CodeKind> {
    let parts: Vec<&str> = word.split('.').collect();
    let [class, subject, detail] = parts.as_slice() else { return None };
    let is_number = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_digit())
    };
    if !["2", "4", "5"].contains(class) || !is_number(subject) || !is_number(detail) {
        return None;
    }
    let permanence = Permanence::of(*class.as_bytes().first()?)?;
    Some(CodeKind { permanence, subject: Subject::of(subject) })
}

/// Whether it is an enhanced code of an error.
pub(super) fn is_enhanced_error(word: &str) -> bool {
    enhanced(word).is_some_and(|kind| kind.permanence != Permanence::Success)
}

/// RFC 5321 §4.2.3, RFC 4954 §6, RFC 3207 §4, RFC 7504, and those that servers and lists of them have
/// besides. Others may be HTTP's: `404`.
const BASIC: [&str; 43] = [
    "211", "214", "220", "221", "235", "250", "251", "252", "334", "354", "421", "422", "431",
    "432", "435", "441", "442", "446", "447", "450", "451", "452", "453", "454", "455", "471",
    "521", "523", "525", "530", "534", "535", "538", "541", "550", "551", "552", "553", "554",
    "555", "556", "557", "571",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read() {
        use Permanence::{Permanent, Success, Temporary};
        for (line, permanence, subject) in [
            ("535", Permanent, None),
            ("535 5.7.8 No", Permanent, Some(Subject::Policy)),
            ("535-5.7.8 No", Permanent, Some(Subject::Policy)),
            ("#4.4.5", Temporary, Some(Subject::Network)),
            ("(5.99.1)", Permanent, None),
            ("250 2.1.0 Ok", Success, Some(Subject::Address)),
            ("334 VXNlcm5hbWU6", Success, None),
        ] {
            assert_eq!(CodeKind::of(line), Some(CodeKind { permanence, subject }), "{line}");
        }
        for line in ["404 Not Found", "5351", "53", "192.0.2.1", "1.2.3", "a 535", "5.7", "ポ35"] {
            assert_eq!(CodeKind::of(line), None, "{line}");
        }
    }
}
