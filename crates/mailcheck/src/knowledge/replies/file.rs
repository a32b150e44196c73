//! From the words of the files to entries.

use std::sync::Arc;
use std::time::Duration;

use super::entry::{Apart, Entry, Grade, Means, Moment, Place, Scope, Speaker, SpeakerKind, Wait};
use super::heard::{Heard, Status, normal};
use super::pattern::{ParsePatternError, Pattern};
use crate::model::{Host, ParseHostError, ServerText, Service};

/// A file as it is written; `build.rs` turns the files into this.
struct File {
    name: &'static str,
    title: &'static str,
    kind: &'static str,
    hosts: &'static [&'static str],
    greetings: &'static [&'static str],
    seen: &'static str,
    replies: &'static [Reply],
}

/// An entry as it is written.
struct Reply {
    id: &'static str,
    at: &'static [&'static str],
    example: &'static str,
    /// As in the example, unless it is given.
    text: Option<&'static str>,
    /// As in the example, unless `*` says that any will do.
    status: Option<&'static str>,
    /// As in the example, unless `*` says that any will do.
    code: Option<&'static str>,
    vague: bool,
    versions: Option<&'static str>,
    means: &'static [&'static str],
    apart: Option<&'static str>,
    /// Seconds, and where the rule stands.
    wait: Option<(u64, &'static str)>,
    /// Whose connections are counted: once, or once for each `{limit}` of the text.
    scope: &'static [&'static str],
    also: &'static [&'static str],
    source: &'static str,
    grade: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/replies.rs"));

/// Reads all files, one result for each.
pub(super) fn read_all() -> impl Iterator<Item = Result<Vec<Entry>, ReadFileError>> {
    FILES.iter().map(read)
}

/// Reads a file.
///
/// # Errors
///
/// [`ReadFileError`] names the entry that is wrong. Tests read every file, so none is shipped.
fn read(file: &File) -> Result<Vec<Entry>, ReadFileError> {
    let speaker = Arc::new(speaker(file).map_err(|why| ReadFileError::new(file.name, why))?);
    let entry =
        |reply: &Reply| entry(&speaker, reply).map_err(|why| ReadFileError::new(reply.id, why));
    file.replies.iter().map(entry).collect()
}

fn speaker(file: &File) -> Result<Speaker, Wrong> {
    Ok(Speaker {
        name: file.name,
        title: file.title,
        kind: SpeakerKind::named(file.kind).ok_or(Wrong::UnknownWord { word: file.kind })?,
        hosts: file.hosts.iter().map(|host| host.parse()).collect::<Result<Vec<Host>, _>>()?,
        greetings: file.greetings,
        seen: file.seen.parse().map_err(|_| Wrong::UnknownWord { word: file.seen })?,
    })
}

fn entry(speaker: &Arc<Speaker>, reply: &Reply) -> Result<Entry, Wrong> {
    let lines: Vec<ServerText> = reply.example.lines().map(ServerText::from).collect();
    let heard = Heard::of(&lines);
    let (Some(form), Some(said)) = (heard.forms.last(), heard.texts.first()) else {
        return Err(Wrong::NoExample);
    };
    if let Some(text) = reply.text.filter(|text| normal(text) != **text) {
        return Err(Wrong::NotNormal { text });
    }
    let pattern = match reply.text {
        Some(text) => Pattern::parse(text)?,
        None => Pattern::exactly(said),
    };
    let unknown = |word| Wrong::UnknownWord { word };
    let apart = reply.apart.map(|word| Apart::named(word).ok_or_else(|| unknown(word)));
    let status: Option<Status> = if is_any(reply.status)? { None } else { form.status };
    let code = if is_any(reply.code)? { None } else { form.code.clone() };
    Ok(Entry {
        id: reply.id,
        by: Arc::clone(speaker),
        places: reply.at.iter().map(|words| place(words)).collect::<Result<_, _>>()?,
        status,
        code,
        text: reply.text.map_or_else(|| said.clone(), str::to_owned),
        versions: reply.versions,
        example: reply.example,
        means: reply.means.iter().map(|words| means(words)).collect::<Result<_, _>>()?,
        apart: apart.transpose()?,
        wait: reply.wait.map(|(seconds, source)| Wait::new(Duration::from_secs(seconds), source)),
        scopes: reply.scope.iter().map(|word| scope(word)).collect::<Result<_, _>>()?,
        also: reply.also,
        source: reply.source,
        grade: Grade::named(reply.grade).ok_or_else(|| unknown(reply.grade))?,
        pattern,
        is_vague: reply.vague,
    })
}

/// Whether any status or code will do.
fn is_any(word: Option<&'static str>) -> Result<bool, Wrong> {
    match word {
        None => Ok(false),
        Some("*") => Ok(true),
        Some(word) => Err(Wrong::UnknownWord { word }),
    }
}

/// Reads `imap login`.
fn place(words: &'static str) -> Result<Place, Wrong> {
    let unknown = Wrong::UnknownWord { word: words };
    let Some((service, moment)) = words.split_once(' ') else { return Err(unknown) };
    let services = [Service::Imap, Service::Pop3, Service::Smtp];
    let service = match service {
        "any" => None,
        name => match services.into_iter().find(|service| service.name() == name) {
            None => return Err(unknown),
            known => known,
        },
    };
    let moment = match moment {
        "any" => None,
        name => match Moment::named(name) {
            None => return Err(unknown),
            known => known,
        },
    };
    Ok(Place::new(service, moment))
}

/// Reads `greeting.busy rate`.
fn means(words: &'static str) -> Result<Means, Wrong> {
    Means::read(words).map_err(|word| Wrong::UnknownWord { word })
}

/// Reads `user-and-address`.
fn scope(word: &'static str) -> Result<Scope, Wrong> {
    Scope::named(word).ok_or(Wrong::UnknownWord { word })
}

/// Why a file is not part of the catalogue.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{place}: {why}")]
pub(super) struct ReadFileError {
    /// Which file or entry.
    place: &'static str,
    /// What is wrong with it.
    #[source]
    why: Wrong,
}

impl ReadFileError {
    fn new(place: &'static str, why: Wrong) -> Self {
        Self { place, why }
    }
}

/// What is wrong.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum Wrong {
    /// A host of the speaker is none.
    #[error("{0}")]
    BadHost(#[from] ParseHostError),
    /// The text is no pattern.
    #[error("{0}")]
    BadPattern(#[from] ParsePatternError),
    /// There is no example.
    #[error("the example is empty")]
    NoExample,
    /// The text has upper case, two blanks in a row, or a full stop at the end.
    #[error("{text:?} can match nothing")]
    NotNormal {
        /// The text.
        text: &'static str,
    },
    /// The word is none that may stand there.
    #[error("{word:?} is unknown")]
    UnknownWord {
        /// The word.
        word: &'static str,
    },
}
