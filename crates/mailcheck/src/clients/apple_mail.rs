//! Mail on iPhone, iPad and Mac. Its source is not open: this is what is generally known.

use super::Client;
use super::answers::Answers;
use super::replay::{Note, Replay};
use super::walk::Walk;

/// It reads nothing that a mail domain publishes, and asks for the servers.
pub(super) fn replay(answers: &Answers<'_>) -> Replay {
    let mut walk = Walk::new(Client::AppleMail, answers);
    walk.note(Note::Port25First);
    walk.note(Note::WantsProfile);
    walk.end(&[])
}

/// The ports that it tries in turn for sending, where none is given (Apple, mail payload of configuration
/// profiles).
pub const SENDING_PORTS: [u16; 3] = [25, 587, 465];
