//! FairEmail: `EmailProvider.java`. It collects what all sources say, and tries the best first until a
//! log-in works.

use std::cmp::Reverse;
use std::mem::take;

use super::Client;
use super::answers::{Answer, Answers, Place, Scheme};
use super::guess::{each, hosts};
use super::replay::{LogIns, NameForm, Note, Pick, Replay, Way, WhyDoubt};
use super::walk::{ADDRESS, Choice, LOCAL_PART, Walk, doubt, side};
use crate::model::{Endpoint, Host, Security, Service, Setting, Source};

/// What the build of the Play Store asks; usual names and the host of the MX record come behind.
const PLACES: [Place; 2] = [Place::Srv, Place::Ispdb];

/// What the other build asks for a file, before the database.
const FILES: [Place; 4] = [
    Place::Autoconfig(Scheme::Https),
    Place::WellKnown(Scheme::Https),
    Place::Autoconfig(Scheme::Http),
    Place::WellKnown(Scheme::Http),
];

/// And then.
const AUTODISCOVER: [Place; 2] =
    [Place::AutodiscoverDomain, Place::AutodiscoverBelow(Scheme::Https)];

/// What one source comes to.
#[derive(Debug)]
struct Candidate<'a> {
    answer: Answer<'a>,
    score: u32,
    servers: [Endpoint; 2],
    name: NameForm,
}

pub(super) fn replay(answers: &Answers<'_>) -> Replay {
    let mut walk = Walk::new(Client::FairEmail, answers);
    walk.replay.doubts.push(doubt(WhyDoubt::OwnList));
    let records = records(&mut walk);
    let entries = walk.ask(Place::Ispdb);
    let entry = document(&mut walk, &entries);
    doubt_build(&mut walk, records.as_ref());
    let mut candidates: Vec<Candidate<'_>> = records.into_iter().chain(entry).collect();
    candidates.sort_by_key(|candidate| Reverse(candidate.score));
    count(&mut walk, &candidates);
    if let Some(best) = candidates.first() {
        let [incoming, outgoing] = best.servers.clone().map(|it| Some(pick(&walk, it)));
        let names = take(&mut walk.replay.names);
        walk.take(best.answer, Choice { incoming, outgoing, template: None });
        walk.replay.names = names;
        walk.note_trust(best.answer);
    } else if let Some(domain) = &answers.domain {
        walk.replay.way = Way::Guesses;
        walk.replay.guesses = guesses(domain, by_mx(answers).as_ref());
    } else {
        walk.replay.log_ins = None;
    }
    walk.note(Note::SendingAfterReceiving);
    walk.end(&PLACES)
}

/// The best record of each side; without one for both sides it is as if there were none.
fn records<'a>(walk: &mut Walk<'a>) -> Option<Candidate<'a>> {
    let answers = walk.ask(Place::Srv);
    let mut sides = Vec::new();
    for (best, other) in [("_imaps.", "_imap."), ("_submission.", "_submissions.")] {
        let labelled = |label: &str| {
            let of_label = answers.iter().find(|it| it.asked.location.starts_with(label));
            of_label.copied()
        };
        let mut found = Vec::new();
        for answer in [labelled(best), labelled(other)].into_iter().flatten() {
            if walk.has_settings(answer) {
                found.extend(answer.asked.settings.first().map(|setting| (answer, setting)));
            }
        }
        if let [_best, (other, _)] = found[..] {
            walk.doubt(other, WhyDoubt::Priority, 0);
        }
        sides.extend(found.into_iter().next());
    }
    let [(answer, incoming), (other, outgoing)] = sides[..] else {
        if let [(answer, setting)] = sides[..] {
            walk.reject_one_sided(answer, setting.endpoint.service.is_incoming());
        }
        return None;
    };
    let secured = |answer: Answer<'_>, setting: &Setting| {
        let is_implicit =
            answer.asked.location.split('.').next().is_some_and(|it| it.ends_with('s'));
        by_port(&setting.endpoint, is_implicit.then_some(Security::Tls))
    };
    let servers = [secured(answer, incoming), secured(other, outgoing)];
    Some(Candidate { answer, score: 2 * RECORD, servers, name: NameForm::Address })
}

/// The last IMAP and the last SMTP server of the first of these documents that has both.
fn document<'a>(walk: &mut Walk<'a>, answers: &[Answer<'a>]) -> Option<Candidate<'a>> {
    for answer in answers {
        if !walk.has_settings(*answer) {
            continue;
        }
        if let Some(candidate) = last_of(*answer) {
            walk.doubt_oddities(*answer, &READERS_DIFFER);
            return Some(candidate);
        }
        let has_imap = side(*answer, true).any(|it| it.endpoint.service == Service::Imap);
        walk.reject_one_sided(*answer, has_imap);
    }
    None
}

fn last_of(answer: Answer<'_>) -> Option<Candidate<'_>> {
    let imap = side(answer, true).filter(|it| it.endpoint.service == Service::Imap).last()?;
    let smtp = side(answer, false).last()?;
    let servers = [imap, smtp].map(|setting| {
        let known = Some(setting.endpoint.security).filter(|it| *it != Security::Plain);
        by_port(&setting.endpoint, known)
    });
    let mut names = answer.asked.settings.iter().filter_map(|setting| setting.username.as_deref());
    let name = match names.next_back() {
        None | Some(ADDRESS) => NameForm::Address,
        Some(LOCAL_PART) => NameForm::LocalPart,
        Some(_own) => NameForm::Other,
    };
    let own = if name == NameForm::Other { OWN_NAME } else { 0 };
    Some(Candidate { answer, score: 2 * DOCUMENT + own, servers, name })
}

/// What it makes of a place where the security is not known to it: the port decides, and there is no
/// way without encryption.
fn by_port(at: &Endpoint, security: Option<Security>) -> Endpoint {
    let is_starttls = at.port == at.service.starttls_port();
    let by_port = if is_starttls { Security::Starttls } else { Security::Tls };
    Endpoint { security: security.unwrap_or(by_port), ..at.clone() }
}

/// Says so where the build from elsewhere would go by another source: it reads provider files, too.
fn doubt_build<'a>(walk: &mut Walk<'a>, records: Option<&Candidate<'a>>) {
    let found = |places: &[Place]| {
        let answers = places.iter().flat_map(|place| walk.answers.at(*place));
        let mut with_servers = answers.filter(|it| !it.asked.settings.is_empty());
        with_servers.find_map(last_of)
    };
    let (Some(file), entry) =
        (found(&FILES).or_else(|| found(&AUTODISCOVER)), found(&[Place::Ispdb]))
    else {
        return;
    };
    let is_autodiscover = file.answer.asked.source == Source::Autodiscover;
    let is_beaten = records.is_some_and(|records| records.score >= file.score)
        || (is_autodiscover && entry.is_some());
    if !is_beaten {
        walk.doubt(file.answer, WhyDoubt::OtherBuild, 0);
    }
}

/// Every candidate is tried with every name, and sending only behind.
fn count(walk: &mut Walk<'_>, candidates: &[Candidate<'_>]) {
    let has_own = candidates.iter().any(|candidate| candidate.name == NameForm::Other);
    let mut names = vec![NameForm::Address, NameForm::LocalPart];
    names.extend(has_own.then_some(NameForm::Other));
    let mut places: Vec<&[Endpoint; 2]> = candidates.iter().map(|it| &it.servers).collect();
    places.dedup();
    let tried = places.len() + SCANNED + OF_MX;
    walk.replay.log_ins =
        u32::try_from(tried * names.len()).ok().map(|most| LogIns::at_most(most, 0));
    walk.replay.names = names;
}

/// The usual names, then the host of the MX record.
fn guesses(domain: &Host, by_mx: Option<&Host>) -> Vec<Endpoint> {
    let mut all = Vec::new();
    let (tls, starttls) = (Security::Tls, Security::Starttls);
    let imap = [Some("imap"), Some("imaps"), Some("mail"), Some("mx"), None];
    all.extend(each(&hosts(domain, &imap), Service::Imap, tls));
    let imap = [Some("imap"), Some("mail"), Some("mx"), None];
    all.extend(each(&hosts(domain, &imap), Service::Imap, starttls));
    let smtp = [Some("smtp"), Some("mail"), Some("mx"), None];
    all.extend(each(&hosts(domain, &smtp), Service::Smtp, starttls));
    let smtp = [Some("smtp"), Some("smtps"), Some("mail"), Some("mx"), None];
    all.extend(each(&hosts(domain, &smtp), Service::Smtp, tls));
    if let Some(host) = by_mx {
        for (service, security) in
            [(Service::Imap, tls), (Service::Smtp, starttls), (Service::Smtp, tls)]
        {
            all.push(Endpoint::usual(service, host.clone(), security));
        }
    }
    all
}

fn by_mx(answers: &Answers<'_>) -> Option<Host> {
    answers.all().find_map(|answer| answer.asked.by_mx.clone())
}

fn pick(walk: &Walk<'_>, endpoint: Endpoint) -> Pick {
    walk.pick(&endpoint.into(), None)
}

/// Points of a server that a record names, of two a candidate.
const RECORD: u32 = 50;
/// Points of a server that a document names.
const DOCUMENT: u32 = 20;
/// Points of a user name that the document gives.
const OWN_NAME: u32 = 100;
/// Candidates that trying usual names leads to.
const SCANNED: usize = 1;
/// Candidates that the host of the MX record leads to.
const OF_MX: usize = 2;
/// Placeholders in host names stay as they are, and capitals count; which server has them is not kept.
const READERS_DIFFER: [&str; 3] = ["blank-around", "letter-case", "placeholder-in-hostname"];
