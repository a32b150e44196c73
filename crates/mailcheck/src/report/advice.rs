//! What a rule says: which words, with which arguments, who can act and how long to wait.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;

use super::Decides;
use crate::model::ServerText;

/// What a rule has to say about a fault. The words themselves live in the Fluent files.
///
/// Build it with [`Advice::new`] and the methods that add to it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Advice {
    /// Which of the finding's texts, where it has several; the Fluent argument `$case`.
    pub case: &'static str,
    /// The other arguments of the texts.
    pub args: Vec<(&'static str, Arg)>,
    /// Causes in order of likelihood, as message ids, where the cause is not certain.
    pub causes: Vec<&'static str>,
    /// Who can act.
    pub who: Who,
    /// How long to wait before the next attempt, where waiting helps.
    pub wait: Option<Wait>,
    /// What was seen: replies, addresses, in the peer's words.
    pub evidence: Vec<ServerText>,
    /// The addresses concerned, where not all are.
    pub addresses: Vec<IpAddr>,
    /// Whether this settles that the settings do not work.
    pub decides: Decides,
}

impl Advice {
    /// Advice that only the given person can follow.
    pub fn new(who: Who) -> Self {
        Self {
            case: "other",
            args: Vec::new(),
            causes: Vec::new(),
            who,
            wait: None,
            evidence: Vec::new(),
            addresses: Vec::new(),
            decides: Decides::Yes,
        }
    }

    /// Chooses one of the finding's texts.
    #[must_use]
    pub fn case(mut self, case: &'static str) -> Self {
        self.case = case;
        self
    }

    /// Adds an argument of the texts.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Adds causes, the likeliest first.
    #[must_use]
    pub fn causes(mut self, causes: &[&'static str]) -> Self {
        self.causes.extend(causes);
        self
    }

    /// Says how long to wait, and whose rule that is.
    #[must_use]
    pub fn wait(mut self, wait: Wait) -> Self {
        self.wait = Some(wait);
        self
    }

    /// Adds what was seen.
    #[must_use]
    pub fn evidence(mut self, seen: impl IntoIterator<Item = ServerText>) -> Self {
        self.evidence.extend(seen);
        self
    }

    /// Names the addresses concerned.
    #[must_use]
    pub fn addresses(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.addresses.extend(addresses);
        self
    }

    /// Says how much this settles.
    #[must_use]
    pub fn decides(mut self, decides: Decides) -> Self {
        self.decides = decides;
        self
    }
}

/// How long to wait before the next attempt, and whose rule that is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Wait {
    /// How long, from the end of the run on.
    pub length: Duration,
    /// Who says so.
    pub whose: WaitSource,
    /// Where the rule stands: a page, a setting's name, the same in every language. Empty where the
    /// time was said to us, or counted by us.
    pub source: &'static str,
}

impl Wait {
    /// Puts a wait together.
    pub const fn new(length: Duration, whose: WaitSource, source: &'static str) -> Self {
        Self { length, whose, source }
    }

    /// When it is over for a run that ended then, to the second and not too early; `None` beyond the
    /// end of the calendar.
    pub fn until(self, ended: Timestamp) -> Option<Timestamp> {
        let exact = ended.checked_add(self.length).ok()?;
        let partial = exact.subsec_nanosecond() > 0;
        Timestamp::from_second(exact.as_second().checked_add(i64::from(partial))?).ok()
    }
}

/// Whose rule a wait is, the best first: what the server said, else what its provider publishes, else
/// how its software is set unless somebody changed it, else our own number (`docs/waits.md`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum WaitSource {
    /// The server asks for it.
    Reply,
    /// The provider publishes it.
    Provider,
    /// The usual setting of the server's software.
    Software,
    /// Ours, from a named constant.
    Default,
    /// Refusals that were counted before this run.
    Ledger,
}

impl WaitSource {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Ledger => "ledger",
            Self::Provider => "provider",
            Self::Reply => "reply",
            Self::Software => "software",
        }
    }
}

/// An argument of a text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Arg {
    /// A point in time, shown as a date.
    Date(Timestamp),
    /// Several texts, joined as the language does.
    List(Vec<String>),
    /// A proper name that is another one in each language: of a provider, of a password, of menus.
    Name {
        /// In English texts.
        en: String,
        /// In Japanese texts.
        ja: String,
    },
    /// A whole number.
    Number(i64),
    /// Text that is the same in every language: a host, a port, a server's words.
    Text(String),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Timestamp> for Arg {
    fn from(at: Timestamp) -> Self {
        Self::Date(at)
    }
}

impl From<Vec<String>> for Arg {
    fn from(texts: Vec<String>) -> Self {
        Self::List(texts)
    }
}

/// Who can act.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Who {
    /// Who looks after this device: its clock, its network, its VPN, its security software.
    Device,
    /// Who runs the line or network: a router, a company's firewall, the internet provider.
    Line,
    /// The mail provider.
    Provider,
    /// The person who sets up the phone.
    You,
}

impl Who {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Line => "line",
            Self::Provider => "provider",
            Self::You => "you",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_never_over_too_early() {
        let wait = Wait::new(Duration::from_mins(5), WaitSource::Default, "");
        for (ended, until) in [
            ("2026-11-23T04:05:06Z", Some("2026-11-23T04:10:06Z")),
            ("2026-11-23T04:05:06.354Z", Some("2026-11-23T04:10:07Z")),
            ("9999-12-30T22:00:00Z", None),
        ] {
            let until = until.map(|until| until.parse().expect("is a time"));
            assert_eq!(wait.until(ended.parse().expect("is a time")), until, "{ended}");
        }
    }
}
