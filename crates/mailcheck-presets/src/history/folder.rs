//! The folder that history is kept in: a file a run, written whole or not at all; a lock for the run that has it.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{APART, History, Look, Run};
use crate::load::open_regular;

/// A folder with what earlier runs saw. While it is open, no other run has it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// `None` where nothing can be written.
    lock: Option<File>,
}

/// Why a folder cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another run has it.
    #[error("another run holds it")]
    InUse,
    /// It is no folder, or cannot be made one.
    #[error("{0}")]
    Io(#[source] io::Error),
}

/// What of a folder could not be used. The rest goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A file is torn, or somebody changed it.
    #[error("it is damaged")]
    Damaged,
    /// A file is of another version.
    #[error("the version is {schema:?}, which is another than {SCHEMA}")]
    OtherSchema {
        /// The name and version that it has.
        schema: String,
    },
    /// A file or the folder cannot be read.
    #[error("{0}")]
    Read(#[source] io::Error),
    /// A file is longer than any that is written.
    #[error("longer than {MAX_OCTETS} octets")]
    TooLong,
    /// A file cannot be written, or an old one not be removed.
    #[error("{0}")]
    Write(#[source] io::Error),
}

/// The first line of a file.
#[derive(Deserialize, Serialize)]
struct Head {
    schema: String,
    at: Timestamp,
    /// How many lines follow: a torn file has fewer.
    looks: usize,
}

/// Every other line.
#[derive(Deserialize, Serialize)]
struct Line {
    endpoint: String,
    works: bool,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    found: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    unsure: BTreeSet<String>,
}

impl Folder {
    /// Opens a folder, which is made if it is not there, and keeps other runs out of it. Where it cannot be
    /// written, it is read only, and `problem` is told.
    ///
    /// # Errors
    ///
    /// [`OpenError`], when another run has it or it is no folder.
    pub fn open(
        path: impl Into<PathBuf>,
        problem: &mut impl FnMut(&Path, Problem),
    ) -> Result<Self, OpenError> {
        let path = path.into();
        fs::create_dir_all(&path).map_err(OpenError::Io)?;
        let at = path.join(LOCK);
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(&at);
        let lock = match lock.map(|file| (file.try_lock(), file)) {
            Ok((Ok(()), file)) => Some(file),
            Ok((Err(TryLockError::WouldBlock), _)) => return Err(OpenError::InUse),
            Ok((Err(TryLockError::Error(why)), _)) | Err(why) => {
                problem(&at, Problem::Write(why));
                None
            }
        };
        Ok(Self { path, lock })
    }

    /// Reads what is not too old; `problem` is told of every file that cannot be read.
    pub fn read(&self, now: Timestamp, problem: &mut impl FnMut(&Path, Problem)) -> History {
        let mut history = History::default();
        for (at, path) in self.files(problem).into_iter().rev().take(MOST_RUNS) {
            if is_old(at, now) {
                break;
            }
            match read(&path) {
                Ok(run) => history.add(run),
                Err(why) => problem(&path, why),
            }
        }
        history
    }

    /// Writes a run, and removes what is too old. Nothing is written of a run that saw nothing, or the same as
    /// another shortly before, nor where the folder cannot be written, which was told when it was opened. `problem` is told what did not work.
    pub fn write(&self, run: &Run, problem: &mut impl FnMut(&Path, Problem)) {
        if self.lock.is_none() || run.looks.is_empty() {
            return;
        }
        if self.files(problem).last().is_some_and(|(at, path)| is_again(run, *at, path)) {
            return;
        }
        let path = self.path.join(name(run.at));
        let unfinished = path.with_extension(UNFINISHED);
        let written = write(&unfinished, run).and_then(|()| fs::rename(&unfinished, &path));
        if let Err(why) = written {
            // There may be no such file, for it could not be made.
            let _gone = fs::remove_file(&unfinished);
            return problem(&path, Problem::Write(why));
        }
        let files = self.files(problem);
        let many = files.len().saturating_sub(MOST_RUNS);
        for (number, (at, path)) in files.iter().enumerate() {
            if number < many || is_old(*at, run.at) {
                fs::remove_file(path).unwrap_or_else(|why| problem(path, Problem::Write(why)));
            }
        }
    }

    /// The files of runs, the earliest first. What a run that was killed left unfinished is removed.
    pub(super) fn files(
        &self,
        problem: &mut impl FnMut(&Path, Problem),
    ) -> Vec<(Timestamp, PathBuf)> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(why) => {
                problem(&self.path, Problem::Read(why));
                return Vec::new();
            }
        };
        let mut files = Vec::new();
        for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            let Some(at) = time(&path) else { continue };
            if path.extension().is_some_and(|it| it == ENDING) {
                files.push((at, path));
            } else if self.lock.is_some() && path.extension().is_some_and(|it| it == UNFINISHED) {
                fs::remove_file(&path).unwrap_or_else(|why| problem(&path, Problem::Write(why)));
            }
        }
        files.sort();
        files
    }
}

fn read(path: &Path) -> Result<Run, Problem> {
    let mut text = String::new();
    let file = open_regular(path).map_err(Problem::Read)?;
    file.take(MAX_OCTETS + 1).read_to_string(&mut text).map_err(|why| {
        let is_text = why.kind() != io::ErrorKind::InvalidData;
        if is_text { Problem::Read(why) } else { Problem::Damaged }
    })?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > MAX_OCTETS {
        return Err(Problem::TooLong);
    }
    run(&text)
}

/// Reads the content of a file.
fn run(text: &str) -> Result<Run, Problem> {
    #[derive(Deserialize)]
    struct Version {
        schema: String,
    }
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let version: Version = serde_json::from_str(first).map_err(|_why| Problem::Damaged)?;
    if version.schema != SCHEMA {
        return Err(Problem::OtherSchema { schema: version.schema });
    }
    let head: Head = serde_json::from_str(first).map_err(|_why| Problem::Damaged)?;
    let mut run = Run { at: head.at, looks: std::collections::BTreeMap::new() };
    for line in lines {
        let Line { endpoint, works, found, unsure } =
            serde_json::from_str(line).map_err(|_why| Problem::Damaged)?;
        run.looks.insert(endpoint, Look { works, found, unsure });
    }
    if run.looks.len() == head.looks { Ok(run) } else { Err(Problem::Damaged) }
}

fn write(path: &Path, run: &Run) -> io::Result<()> {
    let mut text = Vec::new();
    let head = Head { schema: SCHEMA.to_owned(), at: run.at, looks: run.looks.len() };
    serde_json::to_writer(&mut text, &head)?;
    for (endpoint, look) in &run.looks {
        text.push(b'\n');
        let Look { works, found, unsure } = look.clone();
        let line = Line { endpoint: endpoint.clone(), works, found, unsure };
        serde_json::to_writer(&mut text, &line)?;
    }
    text.push(b'\n');
    let mut file = File::create(path)?;
    file.write_all(&text)?;
    file.sync_all()
}

/// The name of the file of a run: names are in the order of time.
pub(super) fn name(at: Timestamp) -> String {
    format!("{}.{ENDING}", at.strftime(NAME))
}

/// When the run was whose file it is; `None` when it is none of ours.
fn time(path: &Path) -> Option<Timestamp> {
    let stem = path.file_stem()?.to_str()?;
    jiff::civil::DateTime::strptime(NAME, stem)
        .ok()?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .ok()
        .map(|it| it.timestamp())
}

/// Whether a run saw the same as the one before it, which was so shortly before that the two are one.
fn is_again(run: &Run, at: Timestamp, path: &Path) -> bool {
    let is_shortly = (SignedDuration::ZERO..APART).contains(&run.at.duration_since(at));
    is_shortly && read(path).is_ok_and(|before| before.looks == run.looks)
}

fn is_old(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) > KEPT
}

/// The name and version of what is in a file.
const SCHEMA: &str = "mailcheck-presets-history/1";
/// How the time of a run is written in the name of its file, in UTC. No colons: Windows has none in names.
const NAME: &str = "%Y-%m-%dT%H-%M-%S-%3fZ";
/// What the names of files end in.
const ENDING: &str = "jsonl";
/// What the names of files end in that are not yet whole.
const UNFINISHED: &str = "unfinished";
/// The file that is locked.
const LOCK: &str = "lock";
/// How long runs are kept: a year, and what shows that something comes back every year.
const KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);
/// How many runs are kept: one a day for as long.
const MOST_RUNS: usize = 400;
/// Twenty times what ten thousand servers take.
const MAX_OCTETS: u64 = 32 << 20;
