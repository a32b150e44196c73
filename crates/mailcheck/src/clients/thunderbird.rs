//! Thunderbird for desktops: `mail/components/accountcreation/modules` of comm-central.

use super::answers::{Answer, Answers, Heard, Place, Scheme};
use super::guess::{each, hosts};
use super::replay::{LogIns, NameForm, Note, Replay, Way, WhyDoubt, WhyRejected};
use super::walk::{Choice, Walk, side, takes_password};
use super::{Client, hoster, oauth};
use crate::model::{Authentication, Endpoint, Host, Security, Service, Setting};

/// The provider's own file, best first (`FetchConfig.sys.mjs`).
const PROVIDER: [Place; 4] = [
    Place::Autoconfig(Scheme::Https),
    Place::WellKnown(Scheme::Https),
    Place::Autoconfig(Scheme::Http),
    Place::WellKnown(Scheme::Http),
];

/// Asked beside all others, and used if none of them has settings (`ExchangeAutoDiscover.sys.mjs`).
const AUTODISCOVER: [Place; 3] = [
    Place::AutodiscoverBelow(Scheme::Https),
    Place::AutodiscoverDomain,
    Place::AutodiscoverBelow(Scheme::Http),
];

pub(super) fn replay(answers: &Answers<'_>) -> Replay {
    let mut walk = Walk::new(Client::Thunderbird, answers);
    let mut found = provider(&mut walk);
    if found.is_none() {
        let entries = walk.ask(Place::Ispdb);
        found = first(&mut walk, &entries);
    }
    if found.is_none() {
        let answers = hoster::answers(&mut walk);
        found = first(&mut walk, &answers);
    }
    if let Some((answer, choice)) = found {
        let way = choice.incoming.as_ref().and_then(|pick| pick.authentication.as_ref());
        walk.replay.log_ins = Some(LogIns::exactly(u32::from(takes_password(way)), 0));
        walk.take(answer, choice);
        walk.note_trust(answer);
    } else if let Some((answer, choice)) = autodiscover(&mut walk) {
        walk.take(answer, choice);
        walk.note_trust(answer);
        walk.replay.names = TRIES_NAMES.to_vec();
        walk.replay.log_ins = Some(LogIns::at_most(MOST_LOG_INS, 0));
    } else if let Some(domain) = &answers.domain {
        walk.replay.way = Way::Guesses;
        walk.replay.guesses = guesses(domain);
        walk.replay.names = TRIES_NAMES.to_vec();
        walk.replay.log_ins = Some(LogIns::at_most(MOST_LOG_INS, 0));
    }
    walk.note(Note::SendingNotChecked);
    walk.end(&[&PROVIDER[..], &[Place::Ispdb, Place::Mx], &AUTODISCOVER[..]].concat())
}

/// The file of the first address that has any page at all: whether it can be read is found out later,
/// and the other addresses are not gone back to.
fn provider<'a>(walk: &mut Walk<'a>) -> Option<(Answer<'a>, Choice)> {
    let mut is_over = false;
    for place in PROVIDER {
        if is_over {
            let hidden = walk.answers.at(place);
            for answer in hidden.into_iter().filter(|it| it.heard() == Heard::Settings) {
                walk.reject(answer, WhyRejected::Hidden);
            }
            continue;
        }
        for answer in walk.ask(place) {
            let choice = walk.has_settings(answer).then(|| read(walk, answer)).flatten();
            if let Some(choice) = choice {
                return Some((answer, choice));
            }
            is_over |= matches!(answer.heard(), Heard::Empty | Heard::Page | Heard::Settings);
        }
    }
    None
}

/// The first of these answers that can be used.
fn first<'a>(walk: &mut Walk<'a>, answers: &[Answer<'a>]) -> Option<(Answer<'a>, Choice)> {
    answers.iter().find_map(|answer| {
        let choice = walk.has_settings(*answer).then(|| read(walk, *answer)).flatten();
        Some((*answer, choice?))
    })
}

fn autodiscover<'a>(walk: &mut Walk<'a>) -> Option<(Answer<'a>, Choice)> {
    for place in AUTODISCOVER {
        for answer in walk.ask(place) {
            if !walk.has_settings(answer) {
                continue;
            }
            let picked = |incoming| side(answer, incoming).next();
            let (Some(incoming), Some(outgoing)) = (picked(true), picked(false)) else {
                walk.reject_one_sided(answer, picked(true).is_some());
                continue;
            };
            if is_sent_on(walk, answer) {
                walk.note(Note::AsksToBeSentOn);
            }
            let template = incoming.username.clone();
            let incoming = Some(walk.pick(incoming, None));
            let outgoing = Some(walk.pick(outgoing, None));
            return Some((answer, Choice { incoming, outgoing, template }));
        }
    }
    None
}

/// Whether a request in clear was sent on to another domain, Microsoft's own excepted.
fn is_sent_on(walk: &Walk<'_>, answer: Answer<'_>) -> bool {
    let is_foreign = |host: &str| {
        let Ok(host) = host.parse::<Host>() else { return true };
        let is_own = walk.answers.domain.as_ref().is_some_and(|domain| host.is_within(domain));
        let is_microsoft = ["office365.com", "outlook.com"]
            .iter()
            .any(|domain| domain.parse().is_ok_and(|domain| host.is_within(&domain)));
        !is_own && !is_microsoft
    };
    answer.scheme() == Scheme::Http
        && answer.asked.hops.iter().filter_map(|hop| hop.host()).any(is_foreign)
}

/// Reads a document as `readFromXML.sys.mjs` does: the first usable server of each side.
fn read(walk: &mut Walk<'_>, answer: Answer<'_>) -> Option<Choice> {
    for (kind, why) in [("bad-id", WhyRejected::BadId), ("no-domain", WhyRejected::NoDomain)] {
        if let Some(found) = answer.asked.deviations.iter().find(|it| it.kind == kind) {
            walk.reject_for(answer, why, None, found.line);
            return None;
        }
    }
    walk.doubt_oddities(answer, &READERS_DIFFER);
    walk.leave_out_unreadable(answer);
    let incoming = usable(walk, answer, true);
    let outgoing = usable(walk, answer, false);
    let (Some((incoming, way)), Some((outgoing, outgoing_way))) = (incoming, outgoing) else {
        walk.reject_one_sided(answer, incoming.is_some());
        return None;
    };
    if incoming.username.is_none() {
        walk.doubt(answer, WhyDoubt::Document, 0);
    }
    let template = incoming.username.clone();
    let incoming = Some(walk.pick(incoming, Some(way)));
    let outgoing = Some(walk.pick(outgoing, Some(outgoing_way)));
    Some(Choice { incoming, outgoing, template })
}

/// The first server of a side with a way to log in that can be used, and that way.
fn usable<'a>(
    walk: &mut Walk<'_>,
    answer: Answer<'a>,
    incoming: bool,
) -> Option<(&'a Setting, &'a Authentication)> {
    for setting in side(answer, incoming) {
        let ways = &setting.authentication;
        let is_usable = |way: &&Authentication| is_usable(way, &setting.endpoint);
        if let Some(way) = ways.iter().find(is_usable) {
            return Some((setting, way));
        }
        let is_oauth = ways.contains(&Authentication::OAuth2);
        let why = if is_oauth { WhyRejected::Oauth2Only } else { WhyRejected::NoAuthentication };
        walk.leave_out(answer, why, setting);
    }
    None
}

fn is_usable(way: &Authentication, at: &Endpoint) -> bool {
    match way {
        Authentication::Gssapi
        | Authentication::Ntlm
        | Authentication::PasswordCleartext
        | Authentication::PasswordEncrypted => true,
        Authentication::ClientIpAddress | Authentication::None => !at.service.is_incoming(),
        Authentication::OAuth2 => oauth::thunderbird(&at.host),
        Authentication::Other(word) => {
            let is_after_pop = word == "smtp-after-pop" && !at.service.is_incoming();
            is_after_pop || word == "plain" || word == "secure"
        }
        Authentication::TlsClientCert => false,
    }
}

/// `GuessConfig.sys.mjs`: encrypted before plain, IMAP before POP3, TLS before STARTTLS, then by name.
fn guesses(domain: &Host) -> Vec<Endpoint> {
    let imap = hosts(domain, &[Some("imap"), Some("mail"), None]);
    let pop3 = hosts(domain, &[Some("pop3"), Some("pop"), Some("mail"), None]);
    let smtp = hosts(domain, &[Some("smtp"), Some("mail"), None]);
    let mut all = Vec::new();
    for securities in [&[Security::Tls, Security::Starttls][..], &[Security::Plain]] {
        for (hosts, service) in [(&imap, Service::Imap), (&pop3, Service::Pop3)] {
            all.extend(securities.iter().flat_map(|it| each(hosts, service, *it)));
        }
    }
    all.extend(each(&smtp, Service::Smtp, Security::Tls));
    for security in [Security::Starttls, Security::Plain] {
        for submission in each(&smtp, Service::Smtp, security) {
            let relay = Endpoint { port: RELAY_PORT, ..submission.clone() };
            all.extend([submission, relay]);
        }
    }
    all
}

/// Where servers take mail from each other (RFC 5321 §4.5.4.2).
const RELAY_PORT: u16 = 25;
/// Each form of the name with each of four mechanisms (`ConfigVerifier.sys.mjs`).
const MOST_LOG_INS: u32 = 8;
/// The forms it tries where no document says which.
const TRIES_NAMES: [NameForm; 2] = [NameForm::LocalPart, NameForm::Address];
/// Capitals count for it, yet which server has others is not kept; of several providers it reads one.
const READERS_DIFFER: [&str; 5] = [
    "foreign-namespace",
    "letter-case",
    "misplaced-element",
    "misplaced-type",
    "several-providers",
];
