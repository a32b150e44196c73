//! What a server does at one moment instead of what it always does, step by step.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use jiff::Timestamp;
use serde::Deserialize;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::time::sleep;

use crate::line::Lines;
use crate::log::Ending;
use crate::octets::Octets;
use crate::span::Span;

/// Steps for one moment of the dialogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) struct Script {
    pub(crate) at: Moment,
    stage: Option<Stage>,
    /// How many times the moment passes before the script is played.
    after: u32,
    /// How many times it is played at the most.
    times: Option<u32>,
    steps: Arc<[Step]>,
    /// How many times the moment has come.
    met: Arc<AtomicU32>,
}

impl Script {
    /// The steps, if they are for this time of this moment.
    pub(crate) fn due(&self, at: &Moment, stage: Stage) -> Option<Arc<[Step]>> {
        if self.at != *at || self.stage.is_some_and(|only| only != stage) {
            return None;
        }
        let before = self.met.fetch_add(1, Ordering::Relaxed);
        let played = before.checked_sub(self.after)?;
        let is_due = self.times.is_none_or(|times| played < times);
        is_due.then(|| Arc::clone(&self.steps))
    }
}

/// When a script is played.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Moment {
    /// A client has connected; before TLS even where TLS comes first.
    Connected,
    /// A greeting is due.
    Greeting,
    /// A TLS handshake is due.
    Tls,
    /// A client has just logged in, and was told so.
    LoggedIn,
    /// A client sent this command, in upper case; `*` is any.
    Command(String),
}

impl Moment {
    pub(crate) fn command(verb: &str) -> Self {
        Self::Command(verb.to_ascii_uppercase())
    }
}

impl From<String> for Moment {
    fn from(text: String) -> Self {
        match text.as_str() {
            "connected" => Self::Connected,
            "greeting" => Self::Greeting,
            "tls" => Self::Tls,
            "logged-in" => Self::LoggedIn,
            verb => Self::command(verb),
        }
    }
}

/// How far a dialogue has come.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stage {
    InClear,
    InsideTls,
    LoggedIn,
}

/// One thing that a server does.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Step {
    /// Closes the connection in an orderly way.
    Close,
    /// Sends these octets one at a time.
    Drip { text: Octets, every: Span },
    /// Sends back whatever comes until the client goes.
    Echo,
    /// Sends these octets until the client goes.
    Flood(Octets),
    /// Does what it always does at this moment; the next steps come after that.
    GoOn,
    /// Waits until the client has said anything.
    Hear,
    /// Waits for a line.
    HearLine,
    /// Sends these octets, and no end of a line.
    Raw(Octets),
    /// Sends these octets so many times.
    Repeat { text: Octets, times: u32 },
    /// Closes the connection by a reset.
    Reset,
    /// Sends a line, with its end.
    Say(Octets),
    /// Says nothing more, and listens until the client goes.
    Silence,
    /// Begins TLS.
    Starttls,
    /// Lets time pass.
    Wait(Span),
}

impl Step {
    /// Whether the client hears nothing by it.
    pub(crate) fn is_mute(&self) -> bool {
        match self {
            Self::Close | Self::Hear | Self::HearLine | Self::Reset | Self::Silence => true,
            Self::Drip { .. }
            | Self::Echo
            | Self::Flood(_)
            | Self::GoOn
            | Self::Raw(_)
            | Self::Repeat { .. }
            | Self::Say(_)
            | Self::Starttls
            | Self::Wait(_) => false,
        }
    }

    /// Whether nothing can come after this step.
    fn is_last(&self) -> bool {
        match self {
            Self::Close
            | Self::Echo
            | Self::Flood(_)
            | Self::Reset
            | Self::Silence
            | Self::Starttls => true,
            Self::Drip { .. }
            | Self::GoOn
            | Self::Hear
            | Self::HearLine
            | Self::Raw(_)
            | Self::Repeat { .. }
            | Self::Say(_)
            | Self::Wait(_) => false,
        }
    }
}

/// A script as it stands in a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    at: String,
    stage: Option<Stage>,
    #[serde(default)]
    after: u32,
    times: Option<u32>,
    steps: Vec<Step>,
}

impl TryFrom<Written> for Script {
    type Error = ParseScriptError;

    fn try_from(written: Written) -> Result<Self, ParseScriptError> {
        let Written { at, stage, after, times, steps } = written;
        if let Some(end) = steps.iter().position(Step::is_last)
            && end + 1 < steps.len()
        {
            return Err(ParseScriptError::Unreachable { number: end + 2 });
        }
        if steps.is_empty() {
            return Err(ParseScriptError::Empty);
        }
        if steps.iter().filter(|step| **step == Step::GoOn).count() > 1 {
            return Err(ParseScriptError::TwiceOn);
        }
        if times == Some(0) {
            return Err(ParseScriptError::Never);
        }
        let at = Moment::from(at);
        let early = matches!(at, Moment::Connected | Moment::Greeting | Moment::Tls);
        if early && stage == Some(Stage::LoggedIn) {
            return Err(ParseScriptError::TooEarly);
        }
        let starts_tls = steps.contains(&Step::Starttls);
        if starts_tls && (early || stage.is_some_and(|stage| stage != Stage::InClear)) {
            return Err(ParseScriptError::NoTlsHere);
        }
        Ok(Self { at, stage, after, times, steps: steps.into(), met: Arc::default() })
    }
}

/// Why a script makes no sense.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum ParseScriptError {
    #[error("a script needs at least one step")]
    Empty,
    #[error("times = 0 would never be played")]
    Never,
    #[error("starttls can only be a step at a command, before TLS (stage = \"in-clear\")")]
    NoTlsHere,
    #[error("nobody is logged in at that moment")]
    TooEarly,
    #[error("go-on stands twice; what the server always does can be done once")]
    TwiceOn,
    #[error("step {number} is never reached, as the one before it is the last thing that happens")]
    Unreachable { number: usize },
}

/// What stands for `$tag` and its like in what a server says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fill {
    pub(crate) capabilities: String,
    /// How far the server's clock is ahead.
    pub(crate) clock: SignedDuration,
    pub(crate) host: String,
    /// What the client said last, without its end.
    pub(crate) line: Vec<u8>,
    pub(crate) peer: String,
    pub(crate) sender: String,
    pub(crate) stamp: String,
    pub(crate) tag: String,
    pub(crate) user: String,
}

impl Fill {
    /// Puts the values where their names stand.
    pub(crate) fn fill(&self, text: &[u8]) -> Vec<u8> {
        let now = Timestamp::now().checked_add(self.clock).unwrap_or(Timestamp::MAX);
        let time = now.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let date = now.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
        let decoded = self.decoded();
        let names = [
            ("$capabilities", self.capabilities.as_bytes()),
            ("$date", date.as_bytes()),
            ("$decoded", &decoded),
            ("$host", self.host.as_bytes()),
            ("$line", &self.line),
            ("$peer", self.peer.as_bytes()),
            ("$sender", self.sender.as_bytes()),
            ("$stamp", self.stamp.as_bytes()),
            ("$tag", self.tag.as_bytes()),
            ("$time", time.as_bytes()),
            ("$user", self.user.as_bytes()),
        ];
        let mut filled = Vec::with_capacity(text.len());
        let mut rest = text;
        while let [first, tail @ ..] = rest {
            let found = names.iter().find(|(name, _)| rest.starts_with(name.as_bytes()));
            if let Some((name, value)) = found {
                filled.extend_from_slice(value);
                rest = rest.get(name.len()..).unwrap_or_default();
            } else {
                filled.push(*first);
                rest = tail;
            }
        }
        filled
    }

    /// What the last word that the client said is in Base64, if it is: with SASL, its credential.
    fn decoded(&self) -> Vec<u8> {
        let word = self.line.rsplit(|octet| *octet == b' ').next().unwrap_or_default();
        STANDARD.decode(word).unwrap_or_default()
    }
}

/// What is left to do after some steps.
#[derive(Debug)]
pub(crate) enum After<'a> {
    /// Nothing: this was the answer.
    Answered,
    /// What the server always does, and then these steps.
    GoOn(&'a [Step]),
    /// TLS.
    Starttls,
}

/// Does the steps up to the first that somebody else must do.
pub(crate) async fn play<'a, S>(
    lines: &mut Lines<S>,
    steps: &'a [Step],
    fill: &Fill,
) -> Result<After<'a>, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut fill = fill.clone();
    let mut rest = steps;
    while let [step, tail @ ..] = rest {
        rest = tail;
        match step {
            Step::Close => return Err(Ending::ByServer),
            Step::Drip { text, every } => {
                for octet in fill.fill(text.as_ref()) {
                    lines.send(&[octet]).await?;
                    sleep(every.0).await;
                }
            }
            Step::Echo => return Err(lines.echo().await),
            Step::Flood(text) => {
                let text = fill.fill(text.as_ref());
                let times = (FLOOD_OCTETS / text.len().max(1)).max(1);
                return Err(lines.flood(&text.repeat(times)).await);
            }
            Step::GoOn => return Ok(After::GoOn(rest)),
            Step::Hear => lines.hear().await?,
            Step::HearLine => fill.line = lines.line().await?,
            Step::Raw(text) => lines.send(&fill.fill(text.as_ref())).await?,
            Step::Repeat { text, times } => {
                let text = fill.fill(text.as_ref());
                for _ in 0..*times {
                    lines.send(&text).await?;
                }
            }
            Step::Reset => return Err(Ending::Reset),
            Step::Say(text) => {
                let mut line = fill.fill(text.as_ref());
                line.extend_from_slice(b"\r\n");
                lines.send(&line).await?;
            }
            Step::Silence => return Err(lines.keep_silent().await),
            Step::Starttls => return Ok(After::Starttls),
            Step::Wait(span) => sleep(span.0).await,
        }
    }
    Ok(After::Answered)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connected => "connected",
            Self::Greeting => "greeting",
            Self::Tls => "tls",
            Self::LoggedIn => "logged-in",
            Self::Command(verb) => verb,
        })
    }
}

/// How much of a flood is sent at once, in octets.
const FLOOD_OCTETS: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in() {
        let fill = Fill {
            clock: SignedDuration::ZERO,
            capabilities: String::new(),
            host: "h.example".into(),
            line: b"a1 AUTH c2VjcmV0".into(),
            peer: "::1".into(),
            sender: String::new(),
            stamp: String::new(),
            tag: "a1".into(),
            user: "u".into(),
        };
        assert_eq!(fill.fill(b"$tag NO $user at $host from $peer costs $5"), {
            b"a1 NO u at h.example from ::1 costs $5"
        });
        assert_eq!(fill.fill(b"no $line: $decoded"), b"no a1 AUTH c2VjcmV0: secret");
        assert_eq!(Fill::default().fill(b"no $line$decoded"), b"no ");
    }
}
