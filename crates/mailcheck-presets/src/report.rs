//! What was found in preset files.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use mailcheck::model::Endpoint;
use mailcheck::render::{Lang, Style, Words};
use mailcheck::report::{self, Severity};

use crate::baseline::Known;
use crate::file::Place;
use crate::history::Past;
use crate::load::{NotRead, Unread};
use crate::named::LeftOut;

/// One thing that somebody who keeps presets should know.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The file, as it was named.
    pub path: PathBuf,
    /// Where in it.
    pub at: Place,
    /// Which provider of the file: its id, else its name, else its first domain. Untrusted.
    pub provider: Option<String>,
    /// Which server, where it is about one.
    pub endpoint: Option<Endpoint>,
    /// What it is: `preset.…` of a rule of this crate, or what the library found when it looked at the server.
    pub finding: report::Finding,
    /// Other places that it is about.
    pub related: Vec<(PathBuf, Place)>,
    /// How sure it is, and whether it counts.
    pub standing: Standing,
}

/// How sure a finding is, and whether it counts.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Standing {
    /// It counts.
    Counts,
    /// The file says why it is to be so; the reason. It does not count.
    Exempt(String),
    /// It was there before, by the list of known findings. It does not count.
    Known,
    /// It cannot be told from here whether it is so for others: nobody answered, the server is busy.
    Inconclusive,
}

impl Standing {
    /// The word in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Exempt(_) => "exempt",
            Self::Inconclusive => "inconclusive",
            Self::Known => "known",
        }
    }
}

impl Finding {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.finding.severity
    }

    /// What stays the same when lines move: by it a finding is known again in another run.
    pub fn key(&self) -> String {
        self.known().key()
    }

    /// The same in its parts.
    pub(crate) fn known(&self) -> Known {
        Known {
            path: spelt(&self.path),
            rule: self.finding.id.to_owned(),
            provider: self.provider.clone().unwrap_or_default(),
            endpoint: self.endpoint.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// A path with one spelling: slashes on every system, and no `./` before it.
pub(crate) fn spelt(path: &Path) -> String {
    if path.to_str().is_some_and(|text| text.contains("://")) {
        return path.display().to_string();
    }
    let mut parts: Vec<String> = Vec::new();
    let mut is_rooted = false;
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => is_rooted = true,
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {
                parts.push(part.as_os_str().to_string_lossy().into_owned());
            }
        }
    }
    let text = parts.join("/");
    if is_rooted { format!("/{text}") } else { text }
}

/// What a check found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// How many files were judged.
    pub files: usize,
    /// How many providers are in them.
    pub providers: usize,
    /// How many servers, each counted as often as it is named.
    pub servers: usize,
    /// The files that were judged, in the order of the findings.
    pub paths: Vec<PathBuf>,
    /// Findings, in the order of files and places.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// How many other files were in the folders, of no format of presets.
    pub passed_over: usize,
    /// Which servers were looked at; none if nobody asked for it.
    pub probed: Vec<Probed>,
    /// What earlier runs make of what was found at servers; none if nobody asked for it.
    pub history: Vec<Past>,
    /// Which were not, and why; none if nobody asked for it.
    pub left_out: Vec<LeftOut>,
    /// What is in the list of known findings and was not found any more, with how often.
    pub gone: Vec<(Known, usize)>,
}

/// What a check came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: three exit statuses")]
pub enum Outcome {
    /// Nothing counts that was found, but something could not be read, or not be told from here.
    CouldNotTell,
    /// Something was found that counts.
    Problem,
    /// Nothing was found that counts.
    Well,
}

impl Outcome {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::CouldNotTell => "could-not-tell",
            Self::Problem => "problem",
            Self::Well => "well",
        }
    }
}

/// How often what was found.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Counts {
    /// Errors that count.
    pub errors: usize,
    /// Warnings that count.
    pub warnings: usize,
    /// Notices that count.
    pub notices: usize,
    /// Those of them that fail the check.
    pub failing: usize,
    /// Findings that cannot be told from here.
    pub inconclusive: usize,
    /// Findings that a file gives a reason for.
    pub exempt: usize,
    /// Findings that were known before.
    pub known: usize,
    /// Servers that work as far as can be told.
    pub works: usize,
    /// Servers that do not.
    pub fails: usize,
    /// Servers of which that cannot be told from here.
    pub undecided: usize,
    /// Servers that were not looked at.
    pub not_probed: usize,
}

impl Report {
    /// How often what was found, where everything fails the check from this severity on, or nothing does.
    pub fn counts(&self, fail_on: Option<Severity>) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            *match (&finding.standing, finding.severity()) {
                (Standing::Counts, Severity::Error) => &mut counts.errors,
                (Standing::Counts, Severity::Warning) => &mut counts.warnings,
                (Standing::Counts, Severity::Notice) => &mut counts.notices,
                (Standing::Exempt(_), _) => &mut counts.exempt,
                (Standing::Inconclusive, _) => &mut counts.inconclusive,
                (Standing::Known, _) => &mut counts.known,
            } += 1;
            counts.failing += usize::from(fails(finding, fail_on));
        }
        for probed in &self.probed {
            *match probed.outcome {
                ProbeOutcome::Works => &mut counts.works,
                ProbeOutcome::Fails => &mut counts.fails,
                ProbeOutcome::Inconclusive => &mut counts.undecided,
                ProbeOutcome::NotProbed => &mut counts.not_probed,
            } += 1;
        }
        counts
    }

    /// What the check came to, where everything fails it from this severity on, or nothing does.
    pub fn outcome(&self, fail_on: Option<Severity>) -> Outcome {
        if self.findings.iter().any(|finding| fails(finding, fail_on)) {
            return Outcome::Problem;
        }
        let is_open = |finding: &Finding| {
            finding.standing == Standing::Inconclusive && reaches(finding, fail_on)
        };
        let is_unread = self.unread.iter().any(Unread::leaves_open);
        if is_unread || self.findings.iter().any(is_open) {
            Outcome::CouldNotTell
        } else {
            Outcome::Well
        }
    }

    /// Whether all files could be read, and nothing was found in them that is as grave or graver. What cannot be
    /// told from here is no fault of the files.
    ///
    /// # Examples
    ///
    /// In a test of a mail program's presets:
    ///
    /// ```
    /// use mailcheck::report::Severity;
    /// use mailcheck_presets::Check;
    /// # let presets = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/presets/ispdb/posteo.de.xml");
    /// let report = Check::new([presets]).run();
    /// assert!(report.is_well(Severity::Error), "{report}");
    /// ```
    pub fn is_well(&self, fail_on: Severity) -> bool {
        self.counts(Some(fail_on)).failing == 0 && !self.unread.iter().any(Unread::leaves_open)
    }

    /// How many files have findings of this kind that count.
    pub(crate) fn files_with(&self, is_meant: impl Fn(&Finding) -> bool) -> usize {
        let files: BTreeSet<&Path> =
            self.findings.iter().filter(|it| is_meant(it)).map(|it| it.path.as_path()).collect();
        files.len()
    }
}

/// Whether a finding fails the check.
pub(crate) fn fails(finding: &Finding, fail_on: Option<Severity>) -> bool {
    finding.standing == Standing::Counts && reaches(finding, fail_on)
}

/// Whether a finding is grave enough to fail the check.
fn reaches(finding: &Finding, fail_on: Option<Severity>) -> bool {
    fail_on.is_some_and(|least| finding.severity() <= least)
}

/// The report in English, without colours, as the program prints it.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = Words::new(Lang::En).and(crate::words);
        let told = crate::render::text(self, Some(Severity::Error), &words, &Style::new(Lang::En));
        f.write_str(&told)
    }
}

impl Unread {
    /// Whether it leaves open what was to be checked. What was read already under another name does not.
    pub fn leaves_open(&self) -> bool {
        !matches!(self.why, NotRead::Again)
    }
}

/// What came of looking at a server.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Probed {
    /// Which.
    pub endpoint: Endpoint,
    /// What came of it.
    pub outcome: ProbeOutcome,
    /// Milliseconds that it took.
    pub elapsed_ms: u64,
}

/// What came of looking at a server.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum ProbeOutcome {
    /// It works as the preset has it, as far as can be told without logging in.
    Works,
    /// It does not.
    Fails,
    /// That cannot be told from here.
    Inconclusive,
    /// It was not looked at: the run ended before, or the file asks for that.
    NotProbed,
}

impl ProbeOutcome {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fails => "fails",
            Self::Inconclusive => "inconclusive",
            Self::NotProbed => "not-probed",
            Self::Works => "works",
        }
    }
}
