//! Presets in a file or folder, found by their content, and the index of their domains.

mod collection;
mod config;
#[cfg(test)]
mod tests;

pub use collection::Collection;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use mailcheck::evidence::{Asked, FetchFailure, SourceOutcome};
use mailcheck::model::{Host, Source, Unusable};

pub use config::{ReadConfigError, WhyNoConfig};

use crate::file::Place;
use crate::preset::{Format, LOOKED_AT, Preset};
use crate::text::decode;
use crate::{autoconfig, provider_db};

/// What a file or folder has.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Presets {
    /// The presets, in the order of their paths.
    pub loaded: Vec<Loaded>,
    /// What could not be read, in the same order; the rest went on.
    pub unread: Vec<Unread>,
    index: BTreeMap<String, Vec<usize>>,
}

/// A preset and the file it is from.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The file.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    /// What it says.
    pub preset: Preset,
    /// The file, where what it says depends on who asks.
    octets: Option<Vec<u8>>,
}

impl Loaded {
    /// What it answers as a source of settings to an address of this mail domain.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::evidence::SourceOutcome;
    /// use mailcheck_presets::Presets;
    /// # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/presets/provider-db");
    /// let presets = Presets::load(path.as_ref());
    /// let domain = "posteo.de".parse()?;
    /// let asked = presets.of(&domain)[0].asked(&domain);
    /// assert_eq!(asked.outcome, SourceOutcome::Found);
    /// assert_eq!(asked.settings[0].endpoint.to_string(), "imap://posteo.de:993/tls");
    /// # Ok::<(), mailcheck::model::ParseHostError>(())
    /// ```
    pub fn asked(&self, domain: &Host) -> Asked {
        let octets = self.octets.as_deref();
        let for_domain = octets.and_then(|octets| autoconfig::read(octets, Some(domain)).ok());
        let preset = for_domain.as_ref().unwrap_or(&self.preset);
        let outcome = if preset.settings.is_empty() {
            SourceOutcome::Unusable { why: Unusable::NoServer }
        } else {
            SourceOutcome::Found
        };
        let location = self.path.display().to_string();
        let mut asked = Asked::new(Source::Preset, location, outcome, 0);
        asked.settings.clone_from(&preset.settings);
        asked.deviations.clone_from(&preset.deviations);
        asked.notes = Some(preset.notes.clone());
        asked
    }
}

/// A file or folder that gave no preset.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unread {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub why: NotRead,
    /// Where in the file, if it is about a place in it.
    pub at: Option<Place>,
    /// Whether it was named itself, and not found in a folder, where files of other kinds may be.
    pub is_named: bool,
}

impl Unread {
    /// A file that gave no preset as a whole, and was not named itself.
    pub fn new(path: impl Into<PathBuf>, why: NotRead) -> Self {
        Self { path: path.into(), why, at: None, is_named: false }
    }
}

/// Why a file or folder gave no preset.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotRead {
    /// It was read before under another name, or contains itself by a symbolic link.
    #[error("it was read before under another name")]
    Again,
    /// The folders are nested too deep.
    #[error("it is nested more than {MAX_DEPTH} folders deep")]
    Deep,
    /// Nothing is in it, although it is called as preset files are.
    #[error("nothing is in it")]
    Empty,
    /// The system does not let it be read.
    #[error("{0}")]
    Io(#[source] io::Error),
    /// There are more files than are read.
    #[error("more than {MAX_FILES} files")]
    Many,
    /// There is no preset in the folder.
    #[error("there is no preset in it")]
    NoPreset,
    /// It is neither a file nor a folder.
    #[error("neither a file nor a folder")]
    NotAFile,
    /// It is on the web, and no answer came, or another than a page.
    #[error("it cannot be fetched: {}", mailcheck::render::fetch_failure(.0))]
    NotFetched(FetchFailure),
    /// Its content is of no format of presets.
    #[error("not a preset")]
    NotAPreset,
    /// It is signed, and what is inside is not looked at.
    #[error("signed; not read")]
    Signed,
    /// It is longer than any preset.
    #[error("longer than {MAX_OCTETS} octets")]
    TooLong,
    /// It looks like a preset, and is none.
    #[error("not well-formed")]
    Unusable(Unusable),
}

impl Presets {
    /// Reads a file, or all files in a folder and below.
    pub fn load(path: &Path) -> Self {
        let mut found = Self::default();
        let mut walk = Walk::default();
        walk.visit(path, 0, &read, &mut |path, outcome| match outcome {
            Ok((format, preset, octets)) => found.add(Loaded { path, format, preset, octets }),
            Err(why) => found.unread.push(Unread::new(path, why)),
        });
        found
    }

    /// The presets for a mail domain, in the order of their paths; those that name it before those that
    /// name all domains below one.
    pub fn of(&self, domain: &Host) -> Vec<&Loaded> {
        let mut keys = vec![domain.as_str().to_owned()];
        let mut above = domain.parent();
        while let Some(host) = above {
            keys.push(format!("*.{}", host.as_str()));
            above = host.parent();
        }
        let places = keys.iter().filter_map(|key| self.index.get(key)).flatten();
        places.filter_map(|&place| self.loaded.get(place)).collect()
    }

    /// How many domains are named.
    pub fn domains(&self) -> usize {
        self.index.len()
    }

    fn add(&mut self, loaded: Loaded) {
        for domain in &loaded.preset.domains {
            let name = domain.host.as_str();
            let key = if domain.is_wildcard { format!("*.{name}") } else { name.to_owned() };
            let places = self.index.entry(key).or_default();
            if places.last() != Some(&self.loaded.len()) {
                places.push(self.loaded.len());
            }
        }
        self.loaded.push(loaded);
    }
}

type Read = (Format, Preset, Option<Vec<u8>>);

/// A way through folders.
#[derive(Default)]
struct Walk {
    /// What was visited, by its name without symbolic links.
    seen: BTreeSet<PathBuf>,
    files: usize,
    /// Whether folders are passed over whose names begin with a point, `.git`.
    passes_hidden: bool,
}

impl Walk {
    fn visit<T>(
        &mut self,
        path: &Path,
        depth: usize,
        read: &impl Fn(&Path) -> Result<T, NotRead>,
        tell: &mut impl FnMut(PathBuf, Result<T, NotRead>),
    ) {
        // One more than are read was told, and that is enough.
        if self.files > MAX_FILES {
            return;
        }
        match self.entries(path, depth) {
            Err(why) => tell(path.to_owned(), Err(why)),
            Ok(None) => tell(path.to_owned(), read(path)),
            Ok(Some(entries)) => {
                for entry in entries {
                    self.visit(&entry, depth + 1, read, tell);
                }
            }
        }
    }

    /// What is in a folder, in order; `None` when it is a file to be read.
    fn entries(&mut self, path: &Path, depth: usize) -> Result<Option<Vec<PathBuf>>, NotRead> {
        let real = fs::canonicalize(path).map_err(NotRead::Io)?;
        // Who opens a pipe waits for somebody at its other end: what is no file is not opened.
        let kind = fs::metadata(&real).map_err(NotRead::Io)?.file_type();
        if kind.is_dir() && depth > 0 && self.passes_hidden && is_hidden(path) {
            return Ok(Some(Vec::new()));
        }
        if !self.seen.insert(real) {
            return Err(NotRead::Again);
        }
        if kind.is_file() {
            self.files += 1;
            return if self.files > MAX_FILES { Err(NotRead::Many) } else { Ok(None) };
        }
        if !kind.is_dir() {
            return Err(NotRead::NotAFile);
        }
        if depth > MAX_DEPTH {
            return Err(NotRead::Deep);
        }
        let entries = fs::read_dir(path).map_err(NotRead::Io)?;
        let entries: Result<Vec<PathBuf>, io::Error> =
            entries.map(|entry| Ok(entry?.path())).collect();
        let mut entries = entries.map_err(NotRead::Io)?;
        entries.sort();
        Ok(Some(entries))
    }
}

/// Opens an ordinary file. Opening a pipe would wait for somebody who writes to it, and a device may never end.
///
/// # Errors
///
/// [`io::ErrorKind::InvalidInput`] when it is none, besides those of the system.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// What is in a file, if it is of one of the formats and not too long. Of other files no more is read than it
/// takes to see that.
fn octets(path: &Path) -> Result<Vec<u8>, NotRead> {
    let limit = |octets: usize| u64::try_from(octets).unwrap_or(u64::MAX);
    let mut octets = Vec::new();
    let mut file = File::open(path).map_err(NotRead::Io)?;
    let mut head = (&mut file).take(limit(LOOKED_AT));
    head.read_to_end(&mut octets).map_err(NotRead::Io)?;
    if Format::of(&octets).is_none() {
        let is_empty = octets.len() < LOOKED_AT && decode(&octets).text.trim().is_empty();
        let is_called_so =
            path.extension().is_some_and(|it| EXTENSIONS.iter().any(|known| it == *known));
        return Err(if is_empty && is_called_so { NotRead::Empty } else { NotRead::NotAPreset });
    }
    file.take(limit(MAX_OCTETS - LOOKED_AT + 1)).read_to_end(&mut octets).map_err(NotRead::Io)?;
    if octets.len() > MAX_OCTETS {
        return Err(NotRead::TooLong);
    }
    Ok(octets)
}

fn read(path: &Path) -> Result<Read, NotRead> {
    let octets = octets(path)?;
    let format = Format::of(&octets).ok_or(NotRead::NotAPreset)?;
    let preset = match format {
        Format::Autoconfig => autoconfig::read(&octets, None),
        Format::ProviderDb => provider_db::read(&octets),
        Format::K9
        | Format::MailCore
        | Format::MobileConfig
        | Format::Nodemailer
        | Format::Toml => return Err(NotRead::NotAPreset),
    };
    let octets = (format == Format::Autoconfig).then_some(octets);
    Ok((format, preset.map_err(NotRead::Unusable)?, octets))
}

/// What preset files are called; of these, an empty one is told.
const EXTENSIONS: [&str; 5] = ["json", "md", "mobileconfig", "toml", "xml"];

/// The longest preset file.
const MAX_OCTETS: usize = 256 * 1_024;

/// Folders in folders.
const MAX_DEPTH: usize = 16;

/// Files that are opened: many times what the largest database has.
const MAX_FILES: usize = 20_000;
