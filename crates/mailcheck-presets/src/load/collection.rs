//! All preset files in files and folders, read several at a time, in the order of their paths.

#[cfg(test)]
mod tests;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use super::{NotRead, Unread, Walk, octets};
use crate::file::{Place, PresetFile};
use crate::read::Unreadable;

/// Preset files with the places of their values, and what could not be read of them.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Collection {
    /// The files, in the order of their paths.
    pub files: Vec<PresetFile>,
    /// What could not be read, in the same order; the rest went on.
    pub unread: Vec<Unread>,
}

impl Collection {
    /// Reads files, and all files in folders and below. Folders whose names begin with a point, such as `.git`,
    /// are passed over, but where they are named themselves.
    pub fn load<P: AsRef<Path>>(paths: &[P]) -> Self {
        let mut found = Self::default();
        for outcome in in_parallel(list(paths)) {
            match outcome {
                Ok(file) => found.files.push(file),
                Err(unread) => found.unread.push(unread),
            }
        }
        found
    }
}

/// A file that is to be read, or what cannot be.
struct Entry {
    path: PathBuf,
    is_named: bool,
    outcome: Result<(), NotRead>,
}

/// What is in folders.
fn list<P: AsRef<Path>>(paths: &[P]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut walk = Walk { passes_hidden: true, ..Walk::default() };
    for named in paths {
        let named = named.as_ref();
        walk.visit(named, 0, &|_path| Ok(()), &mut |path, outcome| {
            entries.push(Entry { is_named: path == named, path, outcome });
        });
    }
    entries
}

/// Reads the files, each thread a part of them.
fn in_parallel(entries: Vec<Entry>) -> Vec<Result<PresetFile, Unread>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    let size = entries.len().div_ceil(threads).max(MIN_FILES);
    let mut parts = Vec::new();
    let mut left = entries.into_iter();
    loop {
        let part: Vec<Entry> = left.by_ref().take(size).collect();
        if part.is_empty() {
            break;
        }
        parts.push(part);
    }
    let read_part = |part: Vec<Entry>| part.into_iter().map(read).collect::<Vec<_>>();
    if parts.len() < 2 {
        return parts.into_iter().flat_map(read_part).collect();
    }
    thread::scope(|scope| {
        let running: Vec<_> =
            parts.into_iter().map(|part| scope.spawn(move || read_part(part))).collect();
        let mut outcomes = Vec::new();
        for thread in running {
            match thread.join() {
                Ok(part) => outcomes.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        outcomes
    })
}

/// Reads one file; by now it can be gone.
fn read(entry: Entry) -> Result<PresetFile, Unread> {
    let Entry { path, is_named, outcome } = entry;
    let found = outcome.map_err(|why| (why, None)).and_then(|()| read_file(&path));
    found.map_err(|(why, at)| Unread { path, why, at, is_named })
}

fn read_file(path: &Path) -> Result<PresetFile, (NotRead, Option<Place>)> {
    let octets = octets(path).map_err(|why| (why, None))?;
    match crate::read(&octets, path) {
        None => Err((NotRead::NotAPreset, None)),
        Some(Ok(file)) => Ok(file),
        Some(Err(Unreadable::Unusable { why, at })) => Err((NotRead::Unusable(why), at)),
        Some(Err(Unreadable::Signed)) => Err((NotRead::Signed, None)),
    }
}

/// Threads that read at once.
const MAX_THREADS: usize = 4;

/// Files for which a thread is worth its while.
const MIN_FILES: usize = 64;
