//! What was found in preset files.

use std::path::PathBuf;

use mailcheck::model::Endpoint;
use mailcheck::report::{self, Severity};

use crate::file::Place;
use crate::history::Past;
use crate::load::Unread;
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

impl Finding {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.finding.severity
    }

    /// What stays the same when lines move: by it a finding is known again in another run.
    pub fn key(&self) -> String {
        let endpoint = self.endpoint.as_ref().map(ToString::to_string).unwrap_or_default();
        let provider = self.provider.as_deref().unwrap_or_default();
        [&self.path.display().to_string(), self.finding.id, provider, &endpoint].join("\t")
    }
}

/// What a check found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// How many files were read.
    pub files: usize,
    /// How many providers are in them.
    pub providers: usize,
    /// How many servers, each counted as often as it is named.
    pub servers: usize,
    /// Findings, in the order of files and places.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// Which servers were looked at; none if nobody asked for it.
    pub probed: Vec<Probed>,
    /// What earlier runs make of what was found at servers; none if nobody asked for it.
    pub history: Vec<Past>,
    /// Which were not, and why; none if nobody asked for it.
    pub left_out: Vec<LeftOut>,
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
