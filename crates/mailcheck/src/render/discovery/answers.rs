//! The answers of all sources, those of one source together.

use crate::evidence::{
    Asked, Authority, Evidence, FetchFailure, Forgeable, LookupFailure, SourceOutcome,
};
use crate::model::{Setting, Source};

use super::super::page::Role;

/// What there is to tell of all sources.
pub(super) struct Answers<'a> {
    /// Those that say something, or could not.
    pub(super) rows: Vec<Row<'a>>,
    /// Those that know nothing.
    pub(super) nothing: Vec<Source>,
    /// Those that were not to be asked.
    pub(super) skipped: Vec<Source>,
    /// Those that the end of the run cut off.
    pub(super) stopped: Vec<Source>,
}

/// What one source says, as far as it is of one kind.
pub(super) struct Row<'a> {
    pub(super) source: Source,
    pub(super) mark: Mark,
    /// The servers it names, each once.
    pub(super) settings: Vec<&'a Setting>,
    /// The answer that says that it names none, or why.
    pub(super) failure: Option<&'a Asked>,
    /// One of the answers.
    pub(super) first: &'a Asked,
}

/// How far a source can be believed, at a glance.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Mark {
    Sure,
    Forgeable,
    /// It is not the mail domain's own word.
    Foreign,
    Guess,
    /// It says nothing of use.
    None,
}

impl Mark {
    pub(super) fn of(asked: &Asked) -> Self {
        if asked.outcome != SourceOutcome::Found {
            return Self::None;
        }
        match asked.authority() {
            // Records of a domain about its own hosts count as its word, and can be forged all the same.
            Authority::Domain if asked.forgeable().is_some() => Self::Forgeable,
            Authority::Person | Authority::Domain | Authority::Hoster => Self::Sure,
            Authority::Database => Self::Foreign,
            Authority::Unsigned | Authority::Plain => Self::Forgeable,
            Authority::Guess => Self::Guess,
        }
    }

    /// A sign that every terminal and typeface has in one column.
    pub(super) fn letter(self) -> char {
        match self {
            Self::Sure => '✓',
            Self::Forgeable => '!',
            Self::Foreign => '~',
            Self::Guess => '?',
            Self::None => '-',
        }
    }

    pub(super) fn role(self) -> Role {
        match self {
            Self::Sure => Role::Good,
            Self::Forgeable => Role::Warn,
            Self::Foreign | Self::Guess | Self::None => Role::Label,
        }
    }

    /// The words for it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Sure => "discovery-mark-sure",
            Self::Forgeable => "discovery-mark-forgeable",
            Self::Foreign => "discovery-mark-foreign",
            Self::Guess => "discovery-mark-guess",
            Self::None => "discovery-mark-none",
        }
    }
}

/// What came of one answer that names no server, the most telling first.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Empty {
    NotOffered,
    Unusable,
    Failed,
    Stopped,
    Nothing,
    Skipped,
}

impl<'a> Answers<'a> {
    pub(super) fn of(evidence: &'a Evidence) -> Self {
        let mut all = Self {
            rows: Vec::new(),
            nothing: Vec::new(),
            skipped: Vec::new(),
            stopped: Vec::new(),
        };
        for source in Source::ALL {
            all.add(source, evidence.answers().filter(|asked| asked.source == source).collect());
        }
        all
    }

    fn add(&mut self, source: Source, mut answers: Vec<&'a Asked>) {
        // Which answer came first must not show.
        answers.sort_by(|one, other| one.location.cmp(&other.location));
        let found = answers.iter().filter(|asked| asked.outcome == SourceOutcome::Found);
        let before = self.rows.len();
        for asked in found {
            let new = Row::new(asked);
            let alike = self.rows.iter_mut().skip(before).find(|row| row.kind() == new.kind());
            match alike {
                Some(row) => row.take_in(&new),
                None => self.rows.push(new),
            }
        }
        let Some(rows) = self.rows.get_mut(before..).filter(|rows| !rows.is_empty()) else {
            return self.add_empty(source, &answers);
        };
        rows.sort_by_key(|row| row.mark);
        if source == Source::Srv {
            // Each kind of record is an answer of its own, so their order says nothing.
            for row in rows {
                row.settings.sort_by_key(|it| (it.endpoint.service, it.endpoint.security));
            }
        }
        // What is said as well where it could be forged is no news.
        let mut said: Vec<Row<'a>> = Vec::new();
        for row in self.rows.drain(before..) {
            let is_news = |known: &Row<'a>| row.settings.iter().any(|it| !known.has(it));
            said.extend(said.iter().all(is_news).then_some(row));
        }
        self.rows.append(&mut said);
    }

    fn add_empty(&mut self, source: Source, answers: &[&'a Asked]) {
        let told = answers.iter().filter_map(|asked| Some((empty(&asked.outcome)?, *asked)));
        let Some((kind, asked)) = told.min_by_key(|(kind, _)| *kind) else { return };
        match kind {
            Empty::NotOffered | Empty::Unusable | Empty::Failed => self.rows.push(Row {
                source,
                mark: Mark::None,
                settings: Vec::new(),
                failure: Some(asked),
                first: asked,
            }),
            Empty::Nothing => self.nothing.push(source),
            Empty::Skipped => self.skipped.push(source),
            Empty::Stopped => self.stopped.push(source),
        }
    }
}

impl<'a> Row<'a> {
    fn new(asked: &'a Asked) -> Self {
        let mut row = Self {
            source: asked.source,
            mark: Mark::of(asked),
            settings: Vec::new(),
            failure: None,
            first: asked,
        };
        for setting in &asked.settings {
            row.settings.extend(Some(setting).filter(|it| !row.has(it)));
        }
        row
    }

    fn has(&self, setting: &Setting) -> bool {
        self.settings.iter().any(|known| known.endpoint == setting.endpoint)
    }

    fn take_in(&mut self, other: &Self) {
        for setting in &other.settings {
            self.settings.extend(Some(*setting).filter(|it| !self.has(it)));
        }
    }

    /// What must be the same for answers to share a line.
    fn kind(&self) -> (Mark, Option<Forgeable>, Option<String>, Option<String>) {
        let name = |host: crate::model::Host| host.to_string();
        let by_mx = self.first.by_mx.clone().map(name);
        (self.mark, self.first.forgeable(), by_mx, self.first.leads_elsewhere().map(name))
    }
}

/// Whether an answer means that there is nothing to be had.
pub(super) fn is_absence(outcome: &SourceOutcome) -> bool {
    empty(outcome) == Some(Empty::Nothing)
}

fn empty(outcome: &SourceOutcome) -> Option<Empty> {
    let of_lookup = |why: &LookupFailure| match why {
        LookupFailure::NotFound => Empty::Nothing,
        LookupFailure::Stopped => Empty::Stopped,
        LookupFailure::Bogus
        | LookupFailure::NoAnswer
        | LookupFailure::Other { .. }
        | LookupFailure::ServerError { .. } => Empty::Failed,
    };
    Some(match outcome {
        SourceOutcome::Failed { why } => of_lookup(why),
        SourceOutcome::Found => return None,
        SourceOutcome::NotFetched { why } => match why {
            FetchFailure::Lookup { why, .. } => of_lookup(why),
            FetchFailure::Status { status: NOT_FOUND | GONE } => Empty::Nothing,
            FetchFailure::Stopped => Empty::Stopped,
            FetchFailure::Connect { .. }
            | FetchFailure::PrivateAddress { .. }
            | FetchFailure::Read { .. }
            | FetchFailure::Redirect { .. }
            | FetchFailure::Status { .. }
            | FetchFailure::Tls { .. } => Empty::Failed,
        },
        SourceOutcome::Nothing => Empty::Nothing,
        SourceOutcome::NotOffered => Empty::NotOffered,
        SourceOutcome::Skipped => Empty::Skipped,
        SourceOutcome::SentElsewhere { .. } | SourceOutcome::Unusable { .. } => Empty::Unusable,
    })
}

/// RFC 9110 §15.5.5.
const NOT_FOUND: u16 = 404;
/// RFC 9110 §15.5.11.
const GONE: u16 = 410;
