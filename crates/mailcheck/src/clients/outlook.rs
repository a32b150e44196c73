//! Outlook for Windows. Its source is not open: this is what is generally known, and what Microsoft
//! documents of Autodiscover (MS-OXDSCLI).

use super::Client;
use super::answers::{Answer, Answers, Place, Scheme};
use super::replay::Replay;
use super::walk::{Choice, Walk, side};

/// Asked one after the other. The record is asked for last, and few domains have it.
const PLACES: [Place; 3] = [
    Place::AutodiscoverDomain,
    Place::AutodiscoverBelow(Scheme::Https),
    Place::AutodiscoverBelow(Scheme::Http),
];

pub(super) fn replay(answers: &Answers<'_>) -> Replay {
    let mut walk = Walk::new(Client::Outlook, answers);
    if let Some((answer, choice)) = found(&mut walk) {
        walk.take(answer, choice);
        walk.note_trust(answer);
    }
    walk.end(&[&PLACES[..], &[Place::AutodiscoverRecord]].concat())
}

fn found<'a>(walk: &mut Walk<'a>) -> Option<(Answer<'a>, Choice)> {
    for place in PLACES {
        let answers = walk.ask(place);
        if let Some(found) = first(walk, answers) {
            return Some(found);
        }
    }
    let answers = walk.answers.at(Place::AutodiscoverRecord);
    first(walk, answers)
}

/// The first answer with a server for each side.
fn first<'a>(walk: &mut Walk<'a>, answers: Vec<Answer<'a>>) -> Option<(Answer<'a>, Choice)> {
    for answer in answers {
        if !walk.has_settings(answer) {
            continue;
        }
        let (Some(incoming), Some(outgoing)) =
            (side(answer, true).next(), side(answer, false).next())
        else {
            walk.reject_one_sided(answer, side(answer, true).next().is_some());
            continue;
        };
        let choice = Choice {
            incoming: Some(walk.pick(incoming, None)),
            outgoing: Some(walk.pick(outgoing, None)),
            template: incoming.username.clone(),
        };
        return Some((answer, choice));
    }
    None
}
