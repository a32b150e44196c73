//! Looking a reply up.

use std::collections::BTreeSet;
use std::time::Duration;

use super::entry::{Apart, Entry, Kind, Moment, Scope, SpeakerKind, Wait};
use super::heard::{Heard, Status};
use super::pattern::{Found, Name};
use crate::model::{Host, ServerText, Service};

/// A reply that was heard, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    service: Option<Service>,
    moment: Option<Moment>,
    lines: &'a [ServerText],
    host: Option<&'a Host>,
    greeting: &'a [ServerText],
}

impl<'a> Said<'a> {
    /// A reply that a server gave at a moment of the dialogue; several lines are one reply.
    pub fn new(service: Service, moment: Moment, lines: &'a [ServerText]) -> Self {
        let (service, moment) = (Some(service), Some(moment));
        Self { service, moment, lines, host: None, greeting: &[] }
    }

    /// A text that somebody copied from a display: nothing is known of it, and it may be a part.
    pub fn pasted(lines: &'a [ServerText]) -> Self {
        Self { service: None, moment: None, lines, host: None, greeting: &[] }
    }

    /// Adds which host said it: providers are known by their hosts.
    #[must_use]
    pub fn host(mut self, host: &'a Host) -> Self {
        self.host = Some(host);
        self
    }

    /// Adds how the server greeted: servers are known by their greetings.
    #[must_use]
    pub fn greeting(mut self, lines: &'a [ServerText]) -> Self {
        self.greeting = lines;
        self
    }
}

/// How sure a meaning is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: what a reply has to go by")]
pub enum Certainty {
    /// Only the code is known; the text is nobody's that is.
    Code,
    /// The words are those of many servers, whatever their code.
    Words,
    /// Code and text are known.
    Text,
    /// Code and text are known, and the server is the one that says so.
    Exact,
}

/// What a reply means.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Meaning {
    /// The id of a finding.
    pub finding: &'static str,
    /// Which kind of it, where it has several.
    pub kind: Option<Kind>,
    /// How sure that is.
    pub certainty: Certainty,
    /// The entry behind it.
    pub entry: &'static Entry,
    /// How long to wait: as the reply itself says, else as its speaker's rules do.
    pub wait: Option<Wait>,
    /// What would tell this meaning from the others, where there are others.
    pub apart: Option<Apart>,
    /// How many connections are allowed, where the reply tells.
    pub limit: Option<u32>,
    /// Whose connections are counted, where that is known of the reply.
    pub scope: Option<Scope>,
}

/// What a reply means, the likeliest first: the meanings of the entries that fit best, and no
/// others. Empty where nothing is known.
///
/// A text weighs more than a code, since servers use codes for what they were not made for; a server
/// that is known to say so weighs more than one that might; a longer match more than a shorter one.
pub fn meanings(said: &Said<'_>) -> Vec<Meaning> {
    merged(&best(said))
}

/// An entry that fits.
pub(super) struct Match {
    pub(super) entry: &'static Entry,
    fit: Fit,
    found: Found,
}

/// The entries that fit best: one, or several that fit equally well.
pub(super) fn best(said: &Said<'_>) -> Vec<Match> {
    let heard = Heard::of(said.lines);
    let greeting = Greeting::of(said.greeting);
    // How a reply looks is surer than what it was expected to be.
    let service = heard.service().or(said.service);
    let matches = super::all().iter().filter_map(|entry| {
        let (fit, found) = fit(entry, said, service, &heard, &greeting)?;
        Some(Match { entry, fit, found })
    });
    let mut matches: Vec<_> = matches.collect();
    let best = matches.iter().map(|it| it.fit).max();
    matches.retain(|it| Some(it.fit) == best);
    matches
}

/// How well an entry fits. The order of the members is that of their weight.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Fit {
    tier: Tier,
    speaker: Hint,
    /// Letters that are equal.
    letters: usize,
    /// How much of status and code is the same.
    agreement: u8,
    is_observed_here: bool,
}

/// What of a reply is known.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Tier {
    Code,
    /// A text that says no more than that it did not work.
    VagueText,
    Words,
    Text,
}

/// Whether the server is the entry's speaker.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Hint {
    Another,
    Unknown,
    Same,
}

fn fit(
    entry: &Entry,
    said: &Said<'_>,
    service: Option<Service>,
    heard: &Heard,
    greeting: &Greeting,
) -> Option<(Fit, Found)> {
    let is_of_service = |other: Option<Service>| {
        other.is_none_or(|other| service.is_none_or(|service| service == other))
    };
    let mut places = entry.places.iter().filter(|place| is_of_service(place.service)).peekable();
    places.peek()?;
    let is_observed_here = said.moment.is_none_or(|moment| {
        places.any(|place| place.moment.is_none_or(|observed| observed == moment))
    });
    let agreement = agreement(entry, heard)?;
    let is_pasted = said.service.is_none();
    let is_open = entry.pattern.is_open();
    let may_match = |(_, octets): &(&String, &u64)| entry.pattern.may_match(**octets);
    let mut texts = heard.texts.iter().zip(&heard.octets).filter(may_match);
    let found = texts.find_map(|(text, _)| entry.pattern.find(text, is_pasted))?;
    let tier = match entry.by.kind {
        _ if is_open => Tier::Code,
        _ if entry.is_vague => Tier::VagueText,
        SpeakerKind::Words => Tier::Words,
        SpeakerKind::Provider | SpeakerKind::Software | SpeakerKind::Standard => Tier::Text,
    };
    if tier == Tier::Code && !(is_observed_here && has_what_counts(entry, heard)) {
        return None;
    }
    let speaker = hint(entry, said.host, greeting);
    let letters = entry.pattern.weight();
    Some((Fit { tier, speaker, letters, agreement, is_observed_here }, found))
}

/// How much of status and code is the same; `None` where they contradict each other. What a reply
/// does not have contradicts nothing: versions differ, and people copy only the text.
fn agreement(entry: &Entry, heard: &Heard) -> Option<u8> {
    let of_form = |status: Option<Status>, code: Option<&str>| {
        let of_status = match (entry.status, status) {
            (Some(wanted), Some(status)) => (wanted == status).then_some(1)?,
            (None, _) | (_, None) => 0,
        };
        let of_code = match (entry.code.as_deref(), code) {
            (Some(wanted), Some(code)) => (wanted == code).then_some(2)?,
            (None, None) => 2,
            (None, Some(_)) | (Some(_), None) => 0,
        };
        Some(of_status + of_code)
    };
    heard.forms.iter().filter_map(|form| of_form(form.status, form.code.as_deref())).max()
}

/// Where only status and code are known, what the entry names must be there.
fn has_what_counts(entry: &Entry, heard: &Heard) -> bool {
    heard.forms.iter().any(|form| {
        let is_status = entry.status.is_none() || entry.status == form.status;
        is_status && (entry.code.is_none() || entry.code == form.code)
    })
}

fn hint(entry: &Entry, host: Option<&Host>, greeting: &Greeting) -> Hint {
    let speaker = &entry.by;
    match speaker.kind {
        SpeakerKind::Provider => match host {
            None => Hint::Unknown,
            Some(host) if speaker.hosts.iter().any(|domain| host.is_within(domain)) => Hint::Same,
            Some(_) => Hint::Another,
        },
        SpeakerKind::Software if greeting.speakers.is_empty() => Hint::Unknown,
        SpeakerKind::Software if greeting.speakers.contains(speaker.name) => Hint::Same,
        SpeakerKind::Software => Hint::Another,
        SpeakerKind::Standard | SpeakerKind::Words => Hint::Unknown,
    }
}

/// Who greets so.
struct Greeting {
    speakers: BTreeSet<&'static str>,
}

impl Greeting {
    fn of(lines: &[ServerText]) -> Self {
        if lines.is_empty() {
            return Self { speakers: BTreeSet::new() };
        }
        let texts = Heard::of(lines).texts;
        let says = |words: &&str| texts.iter().any(|text| text.contains(words));
        let speakers = super::speakers().iter();
        let speakers = speakers.filter(|speaker| speaker.greetings.iter().any(says));
        Self { speakers: speakers.map(|speaker| speaker.name).collect() }
    }
}

/// The meanings of entries that fit equally well: the first of each, then the second of each.
fn merged(best: &[Match]) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> = Vec::new();
    let most = best.iter().map(|it| it.entry.means.len()).max().unwrap_or_default();
    for index in 0..most {
        for Match { entry, fit, found } in best {
            let Some(means) = entry.means.get(index) else { continue };
            let is_known =
                |known: &Meaning| known.finding == means.finding && known.kind == means.kind;
            if meanings.iter().any(is_known) {
                continue;
            }
            meanings.push(Meaning {
                finding: means.finding,
                kind: means.kind,
                certainty: certainty(*fit),
                entry,
                wait: wait(entry, found),
                apart: None,
                limit: found.limit().map(|(_, limit)| limit),
                scope: scope(entry, found),
            });
        }
    }
    if meanings.len() > 1 {
        let apart = best.iter().find_map(|it| it.entry.apart);
        for meaning in &mut meanings {
            meaning.apart = apart;
        }
    }
    meanings
}

fn certainty(fit: Fit) -> Certainty {
    match fit.tier {
        Tier::Code => Certainty::Code,
        Tier::Words => Certainty::Words,
        Tier::Text | Tier::VagueText if fit.speaker == Hint::Same => Certainty::Exact,
        Tier::Text | Tier::VagueText => Certainty::Text,
    }
}

/// Whose connections the limit is for that was reached.
fn scope(entry: &Entry, found: &Found) -> Option<Scope> {
    let index = match entry.scopes.as_slice() {
        [_only] => 0,
        _several => found.limit()?.0,
    };
    entry.scopes.get(index).copied()
}

fn wait(entry: &Entry, found: &Found) -> Option<Wait> {
    let minutes = found.number(Name::Minutes).map(|minutes| Duration::from_mins(minutes.into()));
    let seconds = || found.number(Name::Seconds).map(|it| Duration::from_secs(it.into()));
    let said = minutes.or_else(seconds);
    said.map(|length| Wait::new(length, "")).or(entry.wait)
}
