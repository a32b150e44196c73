//! What was seen so far, in a file, so that a run that was killed goes on where it was: a line that says what is looked
//! at, and then the saved evidence of each look in a line of its own.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use mailcheck::evidence::Evidence;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::named::Servers;

/// A journal that no other run has.
#[derive(Debug)]
pub struct Journal {
    file: File,
    /// How many looks are in it.
    looks: usize,
}

/// The first line.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
struct Head {
    /// [`SCHEMA`].
    schema: String,
    /// The version of the program, which decides what is seen.
    version: String,
    /// SHA-256 of the endpoints, in hexadecimal.
    endpoints: String,
}

/// Why a file is not taken as the journal of a run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// Another run has it.
    #[error("another run is writing it")]
    Busy,
    /// A line in it is not what a run writes.
    #[error("line {line} is damaged")]
    Damaged {
        /// Which, from 1.
        line: usize,
    },
    /// The system does not let it be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is something else.
    #[error("it is not the journal of a run")]
    NotAJournal,
    /// It is of a run that looked at other servers.
    #[error("it is of a run that looked at other servers")]
    OtherServers,
    /// Another version wrote it.
    #[error("version {version} wrote it")]
    OtherVersion {
        /// Which. Untrusted.
        version: String,
    },
}

impl Journal {
    /// Opens a journal, or begins one. What a run that was killed left unfinished at its end is cut off.
    ///
    /// # Errors
    ///
    /// [`JournalError`], with which the file is as it was.
    pub fn open(path: &Path, servers: &Servers) -> Result<Self, JournalError> {
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        file.try_lock().map_err(|why| match why {
            TryLockError::Error(why) => JournalError::Io(why),
            TryLockError::WouldBlock => JournalError::Busy,
        })?;
        let head = Head {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            endpoints: digest(servers),
        };
        let (looks, end) = check(&mut file, &head)?;
        file.set_len(end)?;
        file.seek(SeekFrom::End(0))?;
        let mut journal = Self { file, looks };
        if end == 0 {
            let head = serde_json::to_string(&head).map_err(io::Error::from)?;
            journal.line(&head)?;
        }
        Ok(journal)
    }

    /// How many looks are in it.
    pub fn looks(&self) -> usize {
        self.looks
    }

    /// Hands on every look that is in it, in the order in which they were written.
    pub(super) fn each(&mut self, mut take: impl FnMut(Evidence)) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut lines = Lines::new(&self.file);
        let mut text = Vec::new();
        let _head = lines.next(&mut text)?;
        while lines.next(&mut text)? {
            if let Some(evidence) = evidence(&text) {
                take(evidence);
            }
        }
        self.file.seek(SeekFrom::End(0))?;
        Ok(())
    }

    /// Writes what a look saw.
    pub(super) fn write(&mut self, evidence: &Evidence) -> io::Result<()> {
        let json = evidence.to_json()?;
        // No string in it holds the end of a line, so its lines can be put one behind the other.
        self.line(&json.lines().map(str::trim_start).collect::<String>())?;
        self.looks += 1;
        Ok(())
    }

    /// In one go, so that a run that is killed leaves a whole line or one without its end.
    fn line(&mut self, text: &str) -> io::Result<()> {
        self.file.write_all(format!("{text}\n").as_bytes())
    }
}

/// Checks all lines; says how many looks there are, and where the last whole line ends.
fn check(file: &mut File, head: &Head) -> Result<(usize, u64), JournalError> {
    file.seek(SeekFrom::Start(0))?;
    let mut lines = Lines::new(file);
    let mut text = Vec::new();
    if !lines.next(&mut text)? {
        // Nothing, or the beginning of what is written first.
        let is_torn_head = HEAD.starts_with(&text) || text.starts_with(HEAD);
        return if is_torn_head { Ok((0, 0)) } else { Err(JournalError::NotAJournal) };
    }
    let found: Head = match serde_json::from_slice(&text) {
        Ok(found) if text.starts_with(HEAD) => found,
        Ok(_) | Err(_) => return Err(JournalError::NotAJournal),
    };
    if (&found.schema, &found.version) != (&head.schema, &head.version) {
        return Err(JournalError::OtherVersion { version: found.version });
    }
    if found.endpoints != head.endpoints {
        return Err(JournalError::OtherServers);
    }
    let mut looks = 0;
    while lines.next(&mut text)? {
        if evidence(&text).is_none() {
            return Err(JournalError::Damaged { line: looks + 2 });
        }
        looks += 1;
    }
    Ok((looks, lines.whole))
}

fn evidence(line: &[u8]) -> Option<Evidence> {
    Evidence::from_json(str::from_utf8(line).ok()?).ok()
}

/// What is looked at, by the endpoints alone: what else the files say does not change what is seen.
fn digest(servers: &Servers) -> String {
    let mut digest = Sha256::new();
    for named in &servers.named {
        digest.update(format!("{}\n", named.endpoint));
    }
    format!("{:x}", digest.finalize())
}

/// A way through whole lines that are not too long.
struct Lines<'a> {
    reader: BufReader<&'a File>,
    /// Where the last whole line ended.
    whole: u64,
}

impl<'a> Lines<'a> {
    fn new(file: &'a File) -> Self {
        Self { reader: BufReader::new(file), whole: 0 }
    }

    /// Reads a line without its end, and says whether it has one.
    fn next(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        text.clear();
        let taken = self.reader.by_ref().take(MOST_OCTETS).read_until(b'\n', text)?;
        let is_whole = text.last() == Some(&b'\n');
        if is_whole {
            self.whole += u64::try_from(taken).unwrap_or(u64::MAX);
            text.pop();
        } else if u64::try_from(taken).is_ok_and(|taken| taken == MOST_OCTETS) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a line is too long"));
        }
        Ok(is_whole)
    }
}

/// What the first line begins with, so that no other file is taken for a journal and cut off.
const HEAD: &[u8] = b"{\"schema\":\"mailcheck-journal/";

/// The form and its version.
const SCHEMA: &str = "mailcheck-journal/1";

/// Longer than the evidence of any look: a dialogue is cut off at 512 KiB, an address has four at the most.
const MOST_OCTETS: u64 = 16 * 1_024 * 1_024;

#[cfg(test)]
mod tests;
