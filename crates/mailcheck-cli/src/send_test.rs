//! The message to oneself: its options, what it says, and the question whether it may be deleted.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use mailcheck::evidence::FoundIn;
use mailcheck::model::Endpoint;
use mailcheck::probe::{self, Confirmation, Leave, LeaveGiven, TestFound};
use mailcheck::render::{Lang, escape};
use mailcheck::report::Arg;
use mailcheck_mock::Verify;

use crate::args::seconds;
use crate::complaint::{Complaint, Message};
use crate::slips;
use crate::tongue::{say, speaking};

#[derive(Args, Debug)]
#[command(next_help_heading = "Test message")]
#[expect(clippy::struct_field_names, reason = "fields are named as the options are")]
pub(crate) struct SendTest {
    /// After both log-ins send a small message to ADDRESS and tell whether, when and where it arrives
    /// (one more connection to each server); on a terminal you are asked before it is deleted, else it
    /// stays
    #[arg(long, requires = "address", conflicts_with = "no_login")]
    send_test: bool,
    /// Delete that message without asking once it was found, and no other
    #[arg(long, requires = "send_test")]
    delete_test: bool,
    /// Longest wait for that message, within --deadline
    #[arg(long, value_name = "SECONDS", default_value = "30", requires = "send_test")]
    #[arg(value_parser = seconds, allow_negative_numbers = true)]
    send_test_wait: Duration,
}

impl SendTest {
    /// What is asked for, if anything is.
    pub(crate) fn plan(
        &self,
        endpoints: &[Endpoint],
    ) -> Result<Option<probe::SendTest>, Complaint> {
        if !self.send_test {
            return Ok(None);
        }
        let has = |incoming| endpoints.iter().any(|it| it.service.is_incoming() == incoming);
        if has(true) != has(false) {
            return Err(Message::new("send-test-one-side").into());
        }
        let mut test = probe::SendTest::new(text());
        test.wait = self.send_test_wait;
        test.leave =
            if self.delete_test { Some(Arc::new(LeaveGiven)) } else { Person::at_terminal() };
        Ok(Some(test))
    }
}

/// The message that a scenario has sent, deleted as it says.
pub(crate) fn of_look(look: &Verify) -> Option<probe::SendTest> {
    look.send_test.then(|| {
        let mut test = probe::SendTest::new(text());
        test.wait = DEMO_WAIT;
        test.leave = look.delete_test.then(|| Arc::new(LeaveGiven) as Arc<dyn Leave>);
        test
    })
}

/// What the message says, in every language: who finds it may be somebody else.
fn text() -> String {
    let lines = Lang::ALL.map(|lang| speaking(lang).ui("test-message-text", &[]));
    lines.join("\n\n") + "\n"
}

/// Whoever sits at the terminal.
#[derive(Debug)]
struct Person;

impl Person {
    /// Somebody to be asked, if there is a terminal to ask at.
    fn at_terminal() -> Option<Arc<dyn Leave>> {
        let is_there = io::stdin().is_terminal() && io::stderr().is_terminal();
        is_there.then(|| Arc::new(Self) as Arc<dyn Leave>)
    }
}

impl Leave for Person {
    fn may_delete<'a>(&'a self, found: &'a TestFound) -> Confirmation<'a> {
        Box::pin(async {
            let is_junk = found.delivered.folder == FoundIn::Junk;
            let key = if is_junk { "test-message-in-junk" } else { "test-message-in-inbox" };
            let line = say(key, &[("subject", Arg::from(found.subject.clone()))]);
            // Nobody reads it where standard error is shut, and nobody answers then.
            let _nobody = writeln!(io::stderr().lock(), "{}", escape(&line));
            // Who cannot be heard has not said yes; Ctrl-C ends the run by itself.
            slips::says_yes(&say("test-message-question", &[])).await.unwrap_or(false)
        })
    }
}

/// A little longer than IDLE is listened to in a row; what comes in a demo comes at once.
const DEMO_WAIT: Duration = Duration::from_secs(12);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_says_in_every_language_what_it_is() {
        let text = text();
        assert!(text.contains("mailcheck") && text.contains("削除"), "{text}");
        assert!(text.lines().all(|line| line.len() < 900), "{text}");
    }
}
