//! Thunderbird for Android and K-9 Mail: `feature/autodiscovery` and `feature/account/setup` of
//! thunderbird-android.

use super::answers::{Answer, Answers, Place, Scheme};
use super::replay::{LogIns, Note, Replay, WhyDoubt, WhyRejected};
use super::walk::{Choice, Walk, side, takes_password, unreadable};
use super::{Client, hoster, oauth};
use crate::evidence::{Deviation, Dnssec, Forgeable};
use crate::model::{Authentication, Security, Service, Setting, Source};

/// Asked one by one, as far as the order goes (`RealAutoDiscoveryRegistry.kt`). The hoster comes last.
const PLACES: [Place; 5] = [
    Place::Autoconfig(Scheme::Https),
    Place::WellKnown(Scheme::Https),
    Place::Autoconfig(Scheme::Http),
    Place::WellKnown(Scheme::Http),
    Place::Ispdb,
];

pub(super) fn replay(answers: &Answers<'_>) -> Replay {
    let mut walk = Walk::new(Client::ThunderbirdAndroid, answers);
    if let Some((answer, servers)) = found(&mut walk) {
        choose(&mut walk, answer, servers);
    } else {
        walk.replay.log_ins = Some(LogIns::at_most(MOST_LOG_INS, 0));
    }
    walk.end(&[&PLACES[..], &[Place::Mx]].concat())
}

/// The first answer that the parser accepts.
fn found<'a>(walk: &mut Walk<'a>) -> Option<(Answer<'a>, [&'a Setting; 2])> {
    for place in PLACES {
        for answer in walk.ask(place) {
            if let Some(servers) = read(walk, answer) {
                return Some((answer, servers));
            }
        }
    }
    let answers = hoster::answers(walk);
    answers.into_iter().find_map(|answer| Some((answer, read(walk, answer)?)))
}

/// Takes the first way to log in that is left when OAuth is gone where the app is not registered. With
/// none left the person is asked, and no other answer is gone back to (`GetAutoDiscovery.kt`).
fn choose(walk: &mut Walk<'_>, answer: Answer<'_>, [incoming, outgoing]: [&Setting; 2]) {
    let (Some(way), Some(outgoing_way)) = (way(incoming), way(outgoing)) else {
        for setting in [incoming, outgoing].into_iter().filter(|it| way(it).is_none()) {
            walk.reject_for(answer, WhyRejected::Oauth2Only, Some(&setting.endpoint), 0);
        }
        walk.replay.log_ins = Some(LogIns::at_most(MOST_LOG_INS, 0));
        return;
    };
    let template = incoming.username.clone();
    // A password is tried by PLAIN, then by LOGIN.
    let is_clear = *way == Authentication::PasswordCleartext;
    let tries = if is_clear { MOST_LOG_INS } else { 1 };
    let tries = if takes_password(Some(way)) { tries } else { 0 };
    walk.replay.log_ins = Some(LogIns::exactly(tries, 0));
    let choice = Choice {
        incoming: Some(walk.pick(incoming, Some(way))),
        outgoing: Some(walk.pick(outgoing, Some(outgoing_way))),
        template,
    };
    walk.take(answer, choice);
    if !is_trusted(answer) {
        walk.note(Note::AsksForTrust);
    }
    walk.note(Note::SendingAfterReceiving);
}

/// Whether nothing has to be confirmed: every hop by HTTPS, MX records signed.
fn is_trusted(answer: Answer<'_>) -> bool {
    let is_signed = answer.asked.dnssec == Some(Dnssec::Secure);
    let is_plain = answer.asked.forgeable() == Some(Forgeable::PlainHttp);
    !is_plain && (answer.asked.source != Source::Mx || is_signed)
}

/// Reads a document as `RealAutoconfigParser.kt` does: one IMAP or SMTP server with a fault, wherever it
/// stands, and nothing of the file is used; else the first of each.
fn read<'a>(walk: &mut Walk<'_>, answer: Answer<'a>) -> Option<[&'a Setting; 2]> {
    if !walk.has_settings(answer) {
        return None;
    }
    let before = walk.replay.rejected.len();
    for found in &answer.asked.deviations {
        match found.kind.as_str() {
            "bad-id" => walk.reject_for(answer, WhyRejected::BadId, None, found.line),
            "no-domain" => walk.reject_for(answer, WhyRejected::NoDomain, None, found.line),
            "incomplete-oauth2" if is_without_place(found) => {
                walk.reject_for(answer, WhyRejected::IncompleteOauth2, None, found.line);
            }
            "letter-case" | "unknown-socket-type" if is_security(found) => {
                walk.reject_for(answer, WhyRejected::UnknownSocketType, None, found.line);
                walk.doubt(answer, WhyDoubt::Section, found.line);
            }
            _another => {}
        }
    }
    for (why, line) in unreadable(answer) {
        walk.reject_for(answer, why, None, line);
        walk.doubt(answer, WhyDoubt::Section, line);
    }
    let is_plain = |setting: &Setting| setting.endpoint.security == Security::Plain;
    refuse(walk, answer, WhyRejected::PlainSocketType, is_plain);
    refuse(walk, answer, WhyRejected::MissingUsername, |setting| setting.username.is_none());
    let is_unknown = |setting: &Setting| !setting.authentication.iter().any(is_known);
    refuse(walk, answer, WhyRejected::NoAuthentication, is_unknown);
    if walk.replay.rejected.len() > before {
        return None;
    }
    walk.doubt_oddities(answer, &READERS_DIFFER);
    let imap = side(answer, true).find(|it| it.endpoint.service == Service::Imap);
    let smtp = side(answer, false).next();
    let (Some(imap), Some(smtp)) = (imap, smtp) else {
        walk.reject_one_sided(answer, imap.is_some());
        return None;
    };
    Some([imap, smtp])
}

/// Gives the document up for every IMAP or SMTP server that has a fault.
fn refuse(
    walk: &mut Walk<'_>,
    answer: Answer<'_>,
    why: WhyRejected,
    has_fault: impl Fn(&Setting) -> bool,
) {
    let faulty: Vec<&Setting> = answer.asked.settings.iter().filter(|it| has_fault(it)).collect();
    let told = answer.asked.deviations.iter().filter(|it| it.kind == why.name() && !it.dropped);
    let lines: Vec<u32> = told.map(|found| found.line).collect();
    for (number, setting) in faulty.iter().enumerate() {
        if setting.endpoint.service == Service::Pop3 {
            continue;
        }
        // Both are in the order of the document.
        let line = lines.get(number).filter(|_| lines.len() == faulty.len());
        walk.reject_for(answer, why, Some(&setting.endpoint), line.copied().unwrap_or_default());
    }
}

/// Whether it is a word for the security of a server that is put in other letters, or beside one that is
/// known; the parser heeds capitals, and knows two words.
fn is_security(found: &Deviation) -> bool {
    let word = found.text.as_str();
    let is_word = ["SSL", "STARTTLS"].iter().any(|known| known.eq_ignore_ascii_case(word));
    !found.dropped && (is_word || found.kind == "unknown-socket-type")
}

/// Whether an OAuth section lacks one of the addresses that the parser wants.
fn is_without_place(found: &Deviation) -> bool {
    ["authURL", "tokenURL"].iter().any(|name| found.text.as_str().contains(name))
}

fn is_known(way: &Authentication) -> bool {
    matches!(
        way,
        Authentication::OAuth2
            | Authentication::PasswordCleartext
            | Authentication::PasswordEncrypted
    )
}

fn way(setting: &Setting) -> Option<&Authentication> {
    let is_usable = |way: &&Authentication| {
        is_known(way) && (**way != Authentication::OAuth2 || oauth::android(&setting.endpoint.host))
    };
    setting.authentication.iter().find(is_usable)
}

/// PLAIN and LOGIN (`RealImapConnection.kt`).
const MOST_LOG_INS: u32 = 2;
/// It takes the text between the tags as it stands, the last of several providers, and no old words for
/// the ways to log in.
const READERS_DIFFER: [&str; 7] = [
    "blank-around",
    "deprecated-value",
    "foreign-namespace",
    "letter-case",
    "misplaced-element",
    "misplaced-type",
    "several-providers",
];
