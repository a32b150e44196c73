//! What the differences between reports mean.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::saved::{SavedEndpoint, SavedReport};
use super::state::State;
use crate::model::{Security, Service};
use crate::report::Who;

/// In what the reports differ, as far as the person says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: here or now, or not said")]
pub enum Differs {
    /// They were made on several devices or lines.
    Place,
    /// They were made on one device and line, one after the other.
    Time,
}

/// What was compared, and what came of it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// One for each thing that was tested.
    pub rows: Vec<Row>,
    /// What the differences mean, in the order of the rows.
    pub conclusions: Vec<Conclusion>,
}

/// One thing that was tested, in each report.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// What was tested.
    pub subject: Subject,
    /// How far each report got, in the order of the reports; `None` where it is not in the report.
    pub states: Vec<Option<State>>,
    /// The ids of the errors, in the same order.
    pub faults: Vec<Vec<String>>,
}

/// What was tested.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Subject {
    /// A server.
    Endpoint {
        /// What it does.
        service: Service,
        /// Where it is, as it was written in the report.
        host: String,
        /// On which port.
        port: u16,
        /// How it is secured.
        security: Security,
    },
    /// The search for settings.
    Search,
}

/// What a difference, or that there is none, means.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Conclusion {
    /// Which of the texts.
    pub kind: Kind,
    /// Index into [`Comparison::rows`].
    pub row: usize,
    /// The reports that it is about, as indices.
    pub reports: Vec<usize>,
    /// The addresses that it is about, where it is about single ones.
    pub addresses: Vec<IpAddr>,
}

/// The kinds of conclusions.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Kind {
    /// The account is refused wherever it was tried.
    Account,
    /// It failed at some times only, first and last among those that worked or not.
    Alternates,
    /// It worked, and then it did not.
    Began,
    /// It failed in some reports, and neither place nor time explains it alone.
    Differs,
    /// The account is refused in some places only.
    DeviceAccount,
    /// The same certificate is trusted in some places only.
    DeviceTrust,
    /// Another certificate is shown in some places, and it is not trusted.
    Inspected,
    /// It cannot be reached from some places only.
    Line,
    /// It failed, and then it worked.
    Passed,
    /// It is reached from everywhere, and not every report tried to log in.
    Reached,
    /// Some addresses fail in all reports.
    ServerAddresses,
    /// Its certificate is refused wherever it was tried.
    ServiceCertificate,
    /// Encryption fails wherever it was tried.
    ServiceEncryption,
    /// It puts everybody off.
    ServicePassing,
    /// It cannot be reached from anywhere.
    ServiceUnreached,
    /// The settings are wrong wherever they were tried.
    Setting,
    /// Some addresses fail in some places only.
    SomeAddresses,
    /// Encryption is missing in some places only.
    Stripped,
    /// Too few reports say something.
    Undecided,
    /// It puts some off.
    PassingThere,
    /// It works wherever it was tried.
    Works,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 21] = [
        Self::Account,
        Self::Alternates,
        Self::Began,
        Self::Differs,
        Self::DeviceAccount,
        Self::DeviceTrust,
        Self::Inspected,
        Self::Line,
        Self::Passed,
        Self::Reached,
        Self::ServerAddresses,
        Self::ServiceCertificate,
        Self::ServiceEncryption,
        Self::ServicePassing,
        Self::ServiceUnreached,
        Self::Setting,
        Self::SomeAddresses,
        Self::Stripped,
        Self::Undecided,
        Self::PassingThere,
        Self::Works,
    ];

    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Alternates => "alternates",
            Self::Began => "began",
            Self::Differs => "differs",
            Self::DeviceAccount => "device-account",
            Self::DeviceTrust => "device-trust",
            Self::Inspected => "inspected",
            Self::Line => "line",
            Self::Passed => "passed",
            Self::Reached => "reached",
            Self::ServerAddresses => "server-addresses",
            Self::ServiceCertificate => "service-certificate",
            Self::ServiceEncryption => "service-encryption",
            Self::ServicePassing => "service-passing",
            Self::ServiceUnreached => "service-unreached",
            Self::Setting => "setting",
            Self::SomeAddresses => "some-addresses",
            Self::Stripped => "stripped",
            Self::Undecided => "undecided",
            Self::PassingThere => "passing-there",
            Self::Works => "works",
        }
    }

    /// Who can act.
    pub fn who(self) -> Who {
        match self {
            Self::Account
            | Self::DeviceAccount
            | Self::DeviceTrust
            | Self::Differs
            | Self::Passed
            | Self::PassingThere
            | Self::Reached
            | Self::ServicePassing
            | Self::Setting
            | Self::Undecided
            | Self::Works => Who::You,
            Self::Inspected | Self::Line | Self::SomeAddresses | Self::Stripped => Who::Line,
            Self::Alternates
            | Self::Began
            | Self::ServerAddresses
            | Self::ServiceCertificate
            | Self::ServiceEncryption
            | Self::ServiceUnreached => Who::Provider,
        }
    }
}

/// Compares reports, in the order of their making where that matters.
///
/// Whether reports differ by place or by time decides what a difference means. If nobody says,
/// those that began within half an hour are taken to be of several places.
pub fn compare(reports: &[SavedReport], differs: Option<Differs>) -> Comparison {
    let rows = rows(reports);
    let differs = differs.or_else(|| is_close_in_time(reports).then_some(Differs::Place));
    let mut conclusions = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let conclude = Conclude { reports, row, index, differs };
        conclusions.extend(conclude.states());
        conclusions.extend(conclude.addresses());
    }
    Comparison { rows, conclusions }
}

/// Half an hour: long enough to walk from one device to the next, short of most outages that pass.
const CLOSE_S: i64 = 30 * 60;

fn is_close_in_time(reports: &[SavedReport]) -> bool {
    let began = || reports.iter().map(|report| report.started.as_second());
    began().max().zip(began().min()).is_some_and(|(last, first)| last - first <= CLOSE_S)
}

fn rows(reports: &[SavedReport]) -> Vec<Row> {
    let subjects: BTreeSet<Subject> = reports
        .iter()
        .flat_map(|report| {
            let has_searched = report.errors().any(|fault| fault.endpoint.is_none());
            let endpoints = report.endpoints.iter().map(subject);
            endpoints.chain(has_searched.then_some(Subject::Search)).collect::<Vec<_>>()
        })
        .collect();
    let row = |subject: Subject| {
        let (states, faults) = reports.iter().map(|report| cell(report, &subject)).unzip();
        Row { subject, states, faults }
    };
    subjects.into_iter().map(row).collect()
}

fn subject(endpoint: &SavedEndpoint) -> Subject {
    let SavedEndpoint { service, host, port, security, .. } = endpoint;
    Subject::Endpoint { service: *service, host: host.clone(), port: *port, security: *security }
}

/// What one report says of a subject, and the errors behind it.
fn cell(report: &SavedReport, about: &Subject) -> (Option<State>, Vec<String>) {
    let faults = |index: Option<usize>| {
        let own = report.errors().filter(|fault| fault.endpoint == index);
        own.map(|fault| fault.id.clone()).collect::<Vec<_>>()
    };
    if *about == Subject::Search {
        let ids = faults(None);
        let worst = ids.iter().map(|id| State::of_error(id)).min();
        let found = if report.endpoints.is_empty() { None } else { Some(State::Works) };
        return (worst.or(found), ids);
    }
    match place(report, about) {
        Some((index, endpoint)) => (Some(State::of(report, index, endpoint)), faults(Some(index))),
        None => (None, Vec::new()),
    }
}

fn place<'a>(report: &'a SavedReport, about: &Subject) -> Option<(usize, &'a SavedEndpoint)> {
    report.endpoints.iter().enumerate().find(|(_, endpoint)| subject(endpoint) == *about)
}

/// What is needed to conclude from one row.
struct Conclude<'a> {
    reports: &'a [SavedReport],
    row: &'a Row,
    index: usize,
    differs: Option<Differs>,
}

impl Conclude<'_> {
    fn conclusion(&self, kind: Kind, reports: Vec<usize>) -> Conclusion {
        Conclusion { kind, row: self.index, reports, addresses: Vec::new() }
    }

    /// The reports that say something, with what they say.
    fn known(&self) -> Vec<(usize, State)> {
        let states = self.row.states.iter().enumerate();
        states
            .filter_map(|(report, state)| Some((report, (*state)?)))
            .filter(|(_, state)| *state != State::Untested)
            .collect()
    }

    fn states(&self) -> Vec<Conclusion> {
        let mut known = self.known();
        if known.len() > 1 && known.iter().all(|(_, state)| state.is_good()) {
            let all = known.iter().map(|(report, _)| *report).collect();
            let is_proved = known.iter().all(|(_, state)| *state == State::Works);
            let kind = if is_proved { Kind::Works } else { Kind::Reached };
            return vec![self.conclusion(kind, all)];
        }
        // Who did not try to log in says nothing of the account, and is well off otherwise.
        if known.iter().any(|(_, state)| *state == State::Account) {
            known.retain(|(_, state)| *state != State::Reached);
        }
        for (_, state) in &mut known {
            *state = if *state == State::Reached { State::Works } else { *state };
        }
        let Some(furthest) = known.iter().map(|(_, state)| *state).max() else {
            return vec![self.conclusion(Kind::Undecided, Vec::new())];
        };
        let all: Vec<usize> = known.iter().map(|(report, _)| *report).collect();
        if known.len() < 2 && furthest != State::Account {
            return vec![self.conclusion(Kind::Undecided, all)];
        }
        let (best, rest): (Vec<_>, Vec<_>) =
            known.iter().copied().partition(|(_, state)| *state == furthest);
        if rest.is_empty() {
            return vec![self.conclusion(everywhere(furthest), all)];
        }
        if self.differs == Some(Differs::Time) {
            return vec![self.by_time(&known, furthest)];
        }
        if self.differs.is_none() {
            let failed = rest.iter().map(|(report, _)| *report).collect();
            return vec![self.conclusion(Kind::Differs, failed)];
        }
        let mut found = Vec::new();
        // Who got furthest shows what the server does; if that is a fault, it is one for all.
        if furthest != State::Works {
            let reports = best.iter().map(|(report, _)| *report).collect();
            found.push(self.conclusion(everywhere(furthest), reports));
        }
        let mut there: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (report, state) in rest {
            there.entry(self.only_there(report, state, &best)).or_default().push(report);
        }
        found.extend(there.into_iter().map(|(kind, reports)| self.conclusion(kind, reports)));
        found
    }

    /// One place, one after the other.
    fn by_time(&self, known: &[(usize, State)], furthest: State) -> Conclusion {
        let mut in_order: Vec<(usize, bool)> =
            known.iter().map(|(report, state)| (*report, *state == furthest)).collect();
        in_order.sort_by_key(|(report, _)| self.reports.get(*report).map(|it| it.started));
        let failed = in_order.iter().filter(|(_, works)| !works).map(|(report, _)| *report);
        let failed: Vec<usize> = failed.collect();
        let changes = in_order
            .windows(2)
            .filter(|pair| matches!(pair, [(_, before), (_, after)] if before != after));
        let kind = match (changes.count(), in_order.last()) {
            (1, Some((_, true))) => Kind::Passed,
            (1, _) => Kind::Began,
            (_, _) => Kind::Alternates,
        };
        self.conclusion(kind, failed)
    }

    /// What a fault means that is in this report, and not in the best ones.
    fn only_there(&self, report: usize, state: State, best: &[(usize, State)]) -> Kind {
        match state {
            State::Account => Kind::DeviceAccount,
            State::Certificate => {
                let here = self.leaf(report);
                let is_same = best.iter().any(|(other, _)| self.leaf(*other) == here);
                if here.is_some() && is_same { Kind::DeviceTrust } else { Kind::Inspected }
            }
            State::Encryption => Kind::Stripped,
            State::Passing => Kind::PassingThere,
            State::Setting | State::Unreached => Kind::Line,
            State::Reached | State::Untested | State::Works => Kind::Undecided,
        }
    }

    /// The fingerprint of the server's own certificate.
    fn leaf(&self, report: usize) -> Option<&str> {
        let (_, endpoint) = place(self.reports.get(report)?, &self.row.subject)?;
        Some(endpoint.tls.as_ref()?.chain.first()?.sha256.as_str())
    }

    /// Single addresses that failed while others of the same host were connected.
    fn addresses(&self) -> Option<Conclusion> {
        let mut dead: BTreeMap<IpAddr, BTreeSet<usize>> = BTreeMap::new();
        let mut tried: BTreeMap<IpAddr, BTreeSet<usize>> = BTreeMap::new();
        for (number, report) in self.reports.iter().enumerate() {
            let Some((_, endpoint)) = place(report, &self.row.subject) else { continue };
            let is_up = |outcome: Option<&str>| outcome == Some("connected");
            let outcomes = || endpoint.addresses.iter().map(|it| (it.ip, it.outcome.as_deref()));
            if !outcomes().any(|(_, outcome)| is_up(outcome)) {
                continue;
            }
            for (ip, outcome) in outcomes().filter(|(_, outcome)| outcome.is_some()) {
                tried.entry(ip).or_default().insert(number);
                if !is_up(outcome) {
                    dead.entry(ip).or_default().insert(number);
                }
            }
        }
        let reports: BTreeSet<usize> = dead.values().flatten().copied().collect();
        let is_everywhere = dead.iter().all(|(ip, there)| {
            tried.get(ip).is_some_and(|tried| tried.len() > 1 && tried == there)
        });
        let kind = if is_everywhere { Kind::ServerAddresses } else { Kind::SomeAddresses };
        let mut conclusion = self.conclusion(kind, reports.into_iter().collect());
        conclusion.addresses = dead.into_keys().collect();
        (!conclusion.addresses.is_empty()).then_some(conclusion)
    }
}

/// What it means that every report says the same.
fn everywhere(state: State) -> Kind {
    match state {
        State::Account => Kind::Account,
        State::Certificate => Kind::ServiceCertificate,
        State::Encryption => Kind::ServiceEncryption,
        State::Passing => Kind::ServicePassing,
        State::Setting => Kind::Setting,
        State::Unreached => Kind::ServiceUnreached,
        State::Reached => Kind::Reached,
        State::Untested => Kind::Undecided,
        State::Works => Kind::Works,
    }
}
