//! What a mail domain publishes now, beside what it should.

use mailcheck::evidence::{Asked, Evidence, FetchFailure, LookupFailure, SourceOutcome};
use mailcheck::model::{Authentication, Endpoint, Setting, Source, Unusable};

use super::{ADDRESS, Kind, Place, Published};

/// What is at a place now.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Now {
    /// Nothing.
    Missing,
    /// Something else: the servers that it names.
    Other(Vec<Endpoint>),
    /// What should be there, or what means the same.
    Right,
    /// It was not asked, or gave no answer.
    Unknown,
}

impl Now {
    /// The word in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Other(_) => "other",
            Self::Right => "right",
            Self::Unknown => "unknown",
        }
    }
}

impl Published {
    /// What a run that asked every source saw at one of the file's places.
    pub fn now(&self, place: &Place, evidence: &Evidence) -> Now {
        match self.kind {
            Kind::Srv => self.records(evidence),
            Kind::PaccRecord => vouching(evidence),
            Kind::Autoconfig | Kind::Autodiscover | Kind::Pacc => {
                let Place::Web { url, .. } = place else { return Now::Unknown };
                let at = |asked: &&Asked| asked.location.split('?').next() == Some(url);
                evidence.answers().find(at).map_or(Now::Unknown, |asked| self.document(asked))
            }
        }
    }

    fn document(&self, asked: &Asked) -> Now {
        if asked.outcome != SourceOutcome::Found {
            return without_settings(asked);
        }
        let is_whole = asked.deviations.iter().all(|it| !it.dropped);
        let says = |settings: &[Setting], incoming: bool| -> Vec<Said> {
            let side = settings.iter().filter(|it| it.endpoint.service.is_incoming() == incoming);
            side.map(|setting| Said::of(setting, self.kind)).collect()
        };
        let is_same = |incoming| says(&self.settings, incoming) == says(&asked.settings, incoming);
        if is_whole && is_same(true) && is_same(false) { Now::Right } else { other([asked]) }
    }

    /// All labels together: who asks for one asks for all.
    fn records(&self, evidence: &Evidence) -> Now {
        let answers: Vec<&Asked> =
            evidence.answers().filter(|asked| asked.source == Source::Srv).collect();
        let mut states: Vec<Now> = answers.iter().map(|asked| without_settings(asked)).collect();
        let said = answers.iter().filter(|it| it.outcome == SourceOutcome::Found);
        let Now::Other(mut found) = other(said.copied()) else { return Now::Unknown };
        // Of a service that is in no line nothing is to be said.
        found.retain(|it| self.settings.iter().any(|own| own.endpoint.service == it.service));
        if !found.is_empty() {
            let mut wanted: Vec<&Endpoint> = self.settings.iter().map(|it| &it.endpoint).collect();
            let order =
                |one: &&Endpoint, other: &&Endpoint| one.to_string().cmp(&other.to_string());
            wanted.sort_by(order);
            found.sort_by(|one, other| order(&one, &other));
            let is_same = found.iter().eq(wanted);
            return if is_same { Now::Right } else { Now::Other(found) };
        }
        states.dedup();
        match &states[..] {
            [only] => only.clone(),
            [] => Now::Unknown,
            [..] if states.contains(&Now::Unknown) => Now::Unknown,
            [..] => Now::Other(Vec::new()),
        }
    }
}

/// What the record is that vouches for a PACC document: it is looked at along with that.
fn vouching(evidence: &Evidence) -> Now {
    let Some(asked) = evidence.answers().find(|asked| asked.source == Source::Pacc) else {
        return Now::Unknown;
    };
    let is_missing = asked.deviations.iter().any(|it| it.kind == "no-record");
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others are without a document")]
    match &asked.outcome {
        _ if is_missing => Now::Missing,
        SourceOutcome::Found => Now::Right,
        SourceOutcome::Unusable { why: Unusable::DigestMismatch } => Now::Other(Vec::new()),
        _ => Now::Unknown,
    }
}

/// What a document says of one server, as far as its format has it.
#[derive(Eq, PartialEq)]
struct Said {
    endpoint: Endpoint,
    username: String,
    ways: Vec<Authentication>,
}

impl Said {
    fn of(setting: &Setting, kind: Kind) -> Self {
        let ways = match kind {
            Kind::Autoconfig => super::ways(setting),
            Kind::Autodiscover | Kind::Pacc | Kind::PaccRecord | Kind::Srv => Vec::new(),
        };
        let username = setting.username.as_deref().unwrap_or(ADDRESS).to_owned();
        Self { endpoint: setting.endpoint.clone(), username, ways }
    }
}

fn other<'a>(answers: impl IntoIterator<Item = &'a Asked>) -> Now {
    let settings = answers.into_iter().flat_map(|asked| &asked.settings);
    let mut found: Vec<Endpoint> = Vec::new();
    for setting in settings {
        if !found.contains(&setting.endpoint) {
            found.push(setting.endpoint.clone());
        }
    }
    Now::Other(found)
}

/// What an answer without settings means.
#[expect(clippy::wildcard_enum_match_arm, reason = "all others are no answer")]
fn without_settings(asked: &Asked) -> Now {
    let of_lookup = |why: &LookupFailure| {
        if *why == LookupFailure::NotFound { Now::Missing } else { Now::Unknown }
    };
    match &asked.outcome {
        SourceOutcome::Failed { why } => of_lookup(why),
        SourceOutcome::NotFetched { why } => match why {
            FetchFailure::Lookup { why, .. } => of_lookup(why),
            FetchFailure::Status { status: NOT_FOUND | GONE } => Now::Missing,
            _ => Now::Unknown,
        },
        SourceOutcome::Nothing => Now::Missing,
        SourceOutcome::NotOffered
        | SourceOutcome::SentElsewhere { .. }
        | SourceOutcome::Unusable { .. } => Now::Other(Vec::new()),
        _ => Now::Unknown,
    }
}

/// RFC 9110 §15.5.5.
const NOT_FOUND: u16 = 404;
/// RFC 9110 §15.5.11.
const GONE: u16 = 410;
