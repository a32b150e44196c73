//! The ledger's file and what belongs to it: a key for its digests, and a lock for those who write.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use aws_lc_rs::hmac;
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mailcheck::model::Host;
use serde::{Deserialize, Serialize};

use super::policy::{self, Entry, Minute, Who};
use crate::complaint::Message;
use crate::reasons;

/// What keeps the ledger from being used in full. The job goes on.
#[derive(Debug)]
pub(super) enum Problem {
    Damaged { path: PathBuf, why: String, moved: Option<PathBuf> },
    InUse { path: PathBuf },
    NoKey { path: PathBuf },
    OtherSchema { path: PathBuf, schema: String },
    NoPlace,
    Read { path: PathBuf, why: io::Error },
    Write { path: PathBuf, why: io::Error },
}

impl Problem {
    /// What it is, and what comes of it.
    pub(super) fn message(&self) -> Message {
        match self {
            Self::Damaged { path, why, moved: None } => {
                Message::new("ledger-damaged").path(path).with("why", why.as_str())
            }
            Self::Damaged { path, why, moved: Some(to) } => {
                let message = Message::new("ledger-damaged-moved").path(path);
                message.with("why", why.as_str()).with("moved", to.display().to_string())
            }
            Self::InUse { path } => Message::new("ledger-in-use").path(path),
            Self::NoKey { path } => Message::new("ledger-no-key").path(path),
            Self::OtherSchema { path, schema } => {
                Message::new("ledger-other-schema").path(path).with("schema", schema.as_str())
            }
            Self::NoPlace => Message::new("ledger-no-place"),
            Self::Read { path, why } => {
                Message::new("ledger-unreadable").path(path).with("why", reasons::of(why))
            }
            Self::Write { path, why } => {
                Message::new("ledger-unwritable").path(path).with("why", reasons::of(why))
            }
        }
    }
}

/// The ledger, open. While it is, nobody else writes it, unless there was a problem with that.
#[derive(Debug)]
pub(super) struct Open {
    folder: PathBuf,
    lock: Option<File>,
    key: hmac::Key,
    pub(super) entries: Vec<Entry>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Content {
    schema: String,
    entries: Vec<Entry>,
}

impl Open {
    /// Opens the ledger in this folder, or a new one. `None` if there is none to go by. A ledger that
    /// can only be read still says no.
    pub(super) fn new(
        folder: &Path,
        now: Minute,
        mut problem: impl FnMut(Problem),
    ) -> Option<Self> {
        let lock = lock(folder).map_err(&mut problem).ok();
        let path = folder.join(LEDGER);
        let mut entries = match read(&path) {
            Ok(entries) => entries,
            Err(Problem::Damaged { path, why, .. }) if lock.is_some() => {
                let aside = folder.join(DAMAGED);
                let moved = fs::rename(&path, &aside);
                problem(Problem::Damaged { path: path.clone(), why, moved: Some(aside) });
                moved.map_err(|why| problem(Problem::Write { path, why })).ok()?;
                Vec::new()
            }
            Err(why) => {
                problem(why);
                return None;
            }
        };
        policy::forget(&mut entries, now);
        let key = match (read_key(&folder.join(KEY)), &lock) {
            (Some(key), _) => key,
            (None, None) => {
                if !entries.is_empty() {
                    problem(Problem::NoKey { path: folder.join(KEY) });
                }
                return None;
            }
            (None, Some(_)) => {
                if !entries.is_empty() {
                    problem(Problem::NoKey { path: folder.join(KEY) });
                    entries.clear();
                }
                make_key(folder).map_err(&mut problem).ok()?
            }
        };
        Some(Self { folder: folder.to_owned(), lock, key, entries })
    }

    /// The digests of an account and its server. Names are the same to servers however they are
    /// written.
    pub(super) fn who(&self, login_name: &str, host: &Host) -> Who {
        let digest = |parts: &[&str]| {
            let mut context = hmac::Context::with_key(&self.key);
            for part in parts {
                context.update(part.as_bytes());
                context.update(&[0]);
            }
            let tag = context.sign();
            URL_SAFE_NO_PAD.encode(tag.as_ref().get(..DIGEST_OCTETS).unwrap_or_default())
        };
        let (name, host) = (login_name.to_lowercase(), host.as_str());
        Who { account: digest(&["account", &name, host]), server: digest(&["server", host]) }
    }

    /// Writes the ledger and closes it.
    pub(super) fn save(mut self, now: Minute) -> Result<(), Problem> {
        if self.lock.is_none() {
            return Ok(()); // which was said when it was opened
        }
        policy::forget(&mut self.entries, now);
        let content = Content { schema: SCHEMA.to_owned(), entries: self.entries };
        let path = self.folder.join(LEDGER);
        let json = serde_json::to_string(&content).map_err(io::Error::from);
        json.and_then(|json| write(&path, &json)).map_err(|why| Problem::Write { path, why })
    }
}

/// Waits a moment for others to be done, and keeps them out until the file is dropped.
fn lock(folder: &Path) -> Result<File, Problem> {
    let path = folder.join(LOCK);
    let cannot = |why| Problem::Write { path: folder.join(LEDGER), why };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(cannot)?;
    let file = private().open(&path).map_err(cannot)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(why)) => return Err(cannot(why)),
            Err(TryLockError::WouldBlock) if began.elapsed() > PATIENCE => {
                return Err(Problem::InUse { path: folder.join(LEDGER) });
            }
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
}

fn read(path: &Path) -> Result<Vec<Entry>, Problem> {
    #[derive(Deserialize)]
    struct Head {
        schema: String,
    }
    let cannot = |why| Problem::Read { path: path.to_owned(), why };
    let damaged = |why: String| Problem::Damaged { path: path.to_owned(), why, moved: None };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(why) if is_absence(&why) => return Ok(Vec::new()),
        Err(why) => return Err(cannot(why)),
    };
    let mut octets = Vec::new();
    file.take(MAX_OCTETS).read_to_end(&mut octets).map_err(cannot)?;
    let head: Head = serde_json::from_slice(&octets).map_err(|why| damaged(why.to_string()))?;
    if head.schema != SCHEMA {
        return Err(Problem::OtherSchema { path: path.to_owned(), schema: head.schema });
    }
    let content: Content =
        serde_json::from_slice(&octets).map_err(|why| damaged(why.to_string()))?;
    Ok(content.entries)
}

/// Whether there is no such file, nor the folder for it.
fn is_absence(why: &io::Error) -> bool {
    matches!(why.kind(), io::ErrorKind::NotADirectory | io::ErrorKind::NotFound)
}

fn read_key(path: &Path) -> Option<hmac::Key> {
    let mut text = String::new();
    File::open(path).ok()?.take(MAX_OCTETS).read_to_string(&mut text).ok()?;
    let octets = URL_SAFE_NO_PAD.decode(text.trim_end()).ok()?;
    (octets.len() == KEY_OCTETS).then(|| hmac::Key::new(hmac::HMAC_SHA256, &octets))
}

fn make_key(folder: &Path) -> Result<hmac::Key, Problem> {
    let path = folder.join(KEY);
    let mut octets = [0; KEY_OCTETS];
    let made = rand::fill(&mut octets).map_err(|_| io::Error::other("there is no randomness"));
    made.and_then(|()| write(&path, &URL_SAFE_NO_PAD.encode(octets)))
        .map_err(|why| Problem::Write { path, why })?;
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &octets))
}

/// Puts a file in the place of another, as a whole.
fn write(path: &Path, content: &str) -> io::Result<()> {
    let new = path.with_extension("new");
    let mut file = private().truncate(true).open(&new)?;
    file.write_all(content.as_bytes())?;
    file.write_all(b"\n")?;
    drop(file);
    fs::rename(&new, path)
}

/// For its owner alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The files in the folder.
const LEDGER: &str = "ledger.json";
const KEY: &str = "ledger.key";
const LOCK: &str = "ledger.lock";
const DAMAGED: &str = "ledger.damaged.json";
/// What the file says that it is.
const SCHEMA: &str = "mailcheck-ledger/1";
/// Octets of a ledger: twice as many as the fullest has.
const MAX_OCTETS: u64 = 1 << 20;
/// Octets of the key: as many as a tag of HMAC-SHA-256 has (RFC 2104 §3).
const KEY_OCTETS: usize = 32;
/// Octets of a tag that are kept: half of them, as RFC 2104 §5 advises.
const DIGEST_OCTETS: usize = 16;
/// How long to wait for others, who need some milliseconds.
const PATIENCE: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(10);
