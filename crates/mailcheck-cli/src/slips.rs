//! Slips of the finger: told where an argument is wrong, and asked about before anything is sent.

use std::io::{self, IsTerminal as _, Write as _};

use mailcheck::evidence;
use mailcheck::model::{Address, Endpoint, ParseAddressError, Secret};
use mailcheck::probe::Account;
use mailcheck::render::{Words, escape};
use mailcheck::report::{Arg, Finding};
use mailcheck::rules::mistyped;
use mailcheck::typing::{Slip, SlipKind, Typed, slips};

use crate::complaint::{self, Complaint, Message};
use crate::password::{self, PasswordError};
use crate::{reasons, tongue};

/// What the first slip in an argument is, and what was probably meant; else what else is wrong.
pub(crate) fn in_words(
    typed: &Typed<'_>,
    why: Option<&ParseAddressError>,
    words: &Words,
) -> Option<String> {
    let slips = slips(typed);
    let (slip, what) = slips.iter().find_map(|slip| Some((slip, phrase(slip, words)?)))?;
    let phrase = |key, more| words.ui(key, &[("what", Arg::from(what.as_str())), more]);
    Some(match (&slip.suggestion, why) {
        (Some(suggestion), _) => phrase("slip-meant", ("suggestion", suggestion.as_str().into())),
        (None, Some(why)) => phrase("slip-and", ("why", reasons::told(why, words).into())),
        (None, None) => what,
    })
}

/// What is wrong with a character, for those slips that are one.
fn phrase(slip: &Slip, words: &Words) -> Option<String> {
    let at = slip.position.and_then(|at| i64::try_from(at).ok());
    let character = |key: &str| Some(words.ui(key, &[("at", Arg::Number(at?))]));
    #[expect(clippy::wildcard_enum_match_arm, reason = "the others keep nothing from being read")]
    match slip.kind {
        SlipKind::Confusable => character("slip-confusable"),
        SlipKind::Control => character("slip-control"),
        SlipKind::FullWidth => character("slip-full-width"),
        SlipKind::Invisible => character("slip-invisible"),
        SlipKind::LeadingSpace => Some(words.ui("slip-leading-space", &[])),
        SlipKind::LineBreak => character("slip-line-break"),
        SlipKind::SpaceInside => character("slip-space-inside"),
        SlipKind::Tab => character("slip-tab"),
        SlipKind::TrailingSpace => Some(words.ui("slip-trailing-space", &[])),
        SlipKind::WrongDot => character("slip-wrong-dot"),
        _whole => None,
    }
}

/// Asks about the address and the log-in name at these servers, if somebody is there to answer.
///
/// # Errors
///
/// A [`Complaint`] when it is not to go on.
pub(crate) async fn ask_about_names(
    account: &Account,
    servers: &[Endpoint],
    words: &Words,
) -> Result<(), Complaint> {
    let Account { address, username, .. } = account;
    let mut described = evidence::Account::default();
    described.address = address.as_ref().map(ToString::to_string);
    described.username.clone_from(username);
    described.domain = address.as_ref().map(|address| address.domain().clone());
    let typed = Typed {
        address: address.as_ref().map(Address::typed),
        username: username.as_deref(),
        password: None,
    };
    let findings = mistyped(described, servers, slips(&typed));
    if may_go_on(&findings, words).await? { Ok(()) } else { Err(stopped()) }
}

/// Whether to go on with this password.
pub(crate) async fn may_use(password: &Secret, words: &Words) -> Result<bool, PasswordError> {
    let typed = Typed { password: Some(password), ..Typed::default() };
    may_go_on(&mistyped(evidence::Account::default(), &[], slips(&typed)), words).await
}

/// The person does not want to go on.
pub(crate) fn stopped() -> Complaint {
    Message::new("typing-stopped").into()
}

/// Without a terminal nobody is asked: scripts are told, and go on.
async fn may_go_on(findings: &[Finding], words: &Words) -> Result<bool, PasswordError> {
    if findings.is_empty() {
        return Ok(true);
    }
    let is_somebody_there = io::stdin().is_terminal() && io::stderr().is_terminal();
    if !is_somebody_there {
        for finding in findings {
            let why = format!("{} {}", words.cause(finding), words.action(finding));
            complaint::warn(&format!("{}: {why}", words.title(finding)));
        }
        return Ok(true);
    }
    {
        let mut err = io::stderr().lock();
        for finding in findings {
            let why = format!("{} {}", words.cause(finding), words.action(finding));
            let _nobody = writeln!(err, "{}", escape(&words.title(finding)));
            let _nobody = writeln!(err, "  {}", escape(&why));
        }
    }
    says_yes(&words.ui("typing-question", &[])).await
}

/// Asks a question, and whether the answer is yes.
pub(crate) async fn says_yes(question: &str) -> Result<bool, PasswordError> {
    {
        let mut err = io::stderr().lock();
        let _nobody = write!(err, "{} ", escape(question));
        let _nobody = err.flush();
    }
    let read = || {
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).map(|_octets| answer)
    };
    match password::typed(read).await {
        Ok(answer) => {
            if !answer.ends_with('\n') {
                // The cursor stands behind the question.
                let _nobody = writeln!(io::stderr().lock());
            }
            Ok(YES.contains(&answer.trim().to_lowercase().as_str()))
        }
        Err(why) if why.kind() == io::ErrorKind::Interrupted => Err(PasswordError::Interrupted),
        Err(why) => Err(PasswordError::Read { from: tongue::say("from-answer", &[]), why }),
    }
}

/// What means yes, also on a Japanese keyboard.
const YES: &[&str] = &["y", "yes", "ｙ", "ｙｅｓ", "はい"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_told_what_is_wrong_where_and_what_was_meant() {
        let english = tongue::speaking(mailcheck::render::Lang::En);
        for (text, expected) in [
            ("you＠example.org", Some("character 4 is full-width; did you mean you@example.org?")),
            (
                "you@example.org、",
                Some(
                    "character 16 is a comma or a Japanese full stop; did you mean you@example.org?",
                ),
            ),
            ("you＠", Some("character 4 is full-width; there is no @ in it")),
            ("you", None),
        ] {
            let why = text.parse::<Address>().expect_err(text);
            let typed = Typed { address: Some(text), ..Typed::default() };
            assert_eq!(in_words(&typed, Some(&why), &english).as_deref(), expected, "{text}");
        }
    }
}
