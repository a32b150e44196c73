//! Delta Chat: `src/configure.rs` and `src/configure/` of chatmail/core.

use super::Client;
use super::answers::{Answer, Answers, Heard, Place, Scheme};
use super::guess::hosts;
use super::replay::{LogIns, NameForm, Note, Replay, Way, WhyDoubt, WhyRejected};
use super::walk::{Choice, Walk, side};
use crate::evidence::Forgeable;
use crate::model::{Authentication, Endpoint, Host, Security, Service, Setting, Source};

/// Asked one after the other, over HTTPS only.
const PLACES: [Place; 5] = [
    Place::Autoconfig(Scheme::Https),
    Place::WellKnown(Scheme::Https),
    Place::AutodiscoverDomain,
    Place::AutodiscoverBelow(Scheme::Https),
    Place::Ispdb,
];

pub(super) fn replay(answers: &Answers<'_>) -> Replay {
    let mut walk = Walk::new(Client::DeltaChat, answers);
    walk.replay.names = vec![NameForm::Address];
    let answer = found(&mut walk);
    let candidates = answer.map(|answer| candidates(&mut walk, answer)).unwrap_or_default();
    let on = |service| candidates.iter().filter(move |it| it.endpoint.service == service);
    let (imap, smtp) = (on(Service::Imap).count(), on(Service::Smtp).count());
    let choice = Choice {
        incoming: on(Service::Imap).next().map(|it| walk.pick(it, None)),
        outgoing: on(Service::Smtp).next().map(|it| walk.pick(it, None)),
        template: on(Service::Imap).next().and_then(|it| it.username.clone()),
    };
    let ignores = on(Service::Imap).next().is_some_and(|it| !takes_login(&it.authentication));
    let is_plain = candidates.iter().any(|it| it.endpoint.security == Security::Plain);
    match answer {
        Some(answer) if imap + smtp > 0 => {
            walk.take(answer, choice);
            walk.note_trust(answer);
        }
        _none if answers.domain.is_some() => walk.replay.way = Way::Guesses,
        _nobody => {}
    }
    if is_plain {
        walk.note(Note::NoEncryption);
    }
    if ignores {
        walk.note(Note::IgnoresAuthentication);
    }
    for (service, found) in [(Service::Imap, imap), (Service::Smtp, smtp)] {
        if let (0, Some(domain)) = (found, &answers.domain) {
            walk.replay.guesses.extend(guesses(domain, service));
        }
    }
    // Each candidate is tried, whatever became of the one before it; both sides at once.
    let of = |found: usize| u32::try_from(if found == 0 { GUESSES } else { found }).ok();
    let counts = of(imap).zip(of(smtp)).filter(|_| answers.domain.is_some());
    walk.replay.log_ins = counts.map(|(incoming, outgoing)| {
        let at_most = imap == 0 || smtp == 0;
        LogIns { incoming, outgoing, at_most }
    });
    walk.end(&PLACES)
}

/// The first answer that is well-formed, whether or not a server is in it: those behind it are not asked.
fn found<'a>(walk: &mut Walk<'a>) -> Option<Answer<'a>> {
    for place in PLACES {
        for answer in walk.ask(place) {
            if answer.asked.source == Source::Autodiscover {
                doubt_of_request(walk, answer);
            }
            if walk.has_settings(answer) {
                if answer.asked.forgeable() == Some(Forgeable::PlainHttp) {
                    walk.doubt(answer, WhyDoubt::Document, 0);
                }
                return Some(answer);
            }
            if answer.heard() == Heard::Empty {
                return Some(answer);
            }
            if answer.heard() == Heard::Page {
                // One that is written like XML passes.
                walk.doubt(answer, WhyDoubt::Document, 0);
            }
        }
    }
    None
}

/// It asks by GET where everybody else sends a request with the address.
fn doubt_of_request(walk: &mut Walk<'_>, answer: Answer<'_>) {
    if matches!(answer.heard(), Heard::Empty | Heard::Settings | Heard::WantsLogin) {
        walk.doubt(answer, WhyDoubt::OtherRequest, 0);
    }
}

/// The servers that it would try: those of a file that have a user name, all of Autodiscover.
fn candidates(walk: &mut Walk<'_>, answer: Answer<'_>) -> Vec<Setting> {
    let is_file = answer.asked.source != Source::Autodiscover;
    if is_file {
        walk.leave_out_unreadable(answer);
    }
    let mut found = Vec::new();
    for setting in side(answer, true).chain(side(answer, false)) {
        match setting.endpoint.service {
            Service::Pop3 => {}
            Service::Imap | Service::Smtp if is_file && setting.username.is_none() => {
                walk.leave_out(answer, WhyRejected::MissingUsername, setting);
            }
            // The name that Autodiscover gives is not read.
            Service::Imap | Service::Smtp if !is_file => {
                found.push(Setting::new(setting.endpoint.clone()));
            }
            Service::Imap | Service::Smtp => found.push(setting.clone()),
        }
    }
    found
}

/// Whether IMAP's LOGIN is among the ways that a source names; one that names none says nothing.
fn takes_login(ways: &[Authentication]) -> bool {
    ways.is_empty() || ways.contains(&Authentication::PasswordCleartext)
}

/// For each name TLS, then STARTTLS.
fn guesses(domain: &Host, service: Service) -> Vec<Endpoint> {
    let label = if service == Service::Imap { "imap" } else { "smtp" };
    let hosts = hosts(domain, &[Some(label), Some("mail"), None]);
    let both = [Security::Tls, Security::Starttls];
    let each = |host: Host| both.map(|security| Endpoint::usual(service, host.clone(), security));
    hosts.into_iter().flat_map(each).collect()
}

/// Servers that it guesses for one side.
const GUESSES: usize = 6;
