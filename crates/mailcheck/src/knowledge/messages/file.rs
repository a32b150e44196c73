//! From the words of the files to messages.

use super::Message;
use super::pattern::Pattern;
use crate::knowledge::replies::{Apart, Grade, Means};

/// A file as it is written; `build.rs` turns the files into this.
struct File {
    name: &'static str,
    seen: &'static str,
    messages: &'static [Written],
}

/// A message as it is written.
struct Written {
    id: &'static str,
    en: &'static [&'static str],
    ja: &'static [&'static str],
    vague: bool,
    means: &'static [&'static str],
    apart: Option<&'static str>,
    source: &'static str,
    grade: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// Reads all files, one result for each.
pub(super) fn read_all() -> impl Iterator<Item = Result<Vec<Message>, ReadMessageError>> {
    FILES.iter().map(|file| file.messages.iter().map(|written| message(file, written)).collect())
}

fn message(file: &File, written: &Written) -> Result<Message, ReadMessageError> {
    let unknown = |word| ReadMessageError::UnknownWord { id: written.id, word };
    let apart = written.apart.map(|word| Apart::named(word).ok_or_else(|| unknown(word)));
    let means = written.means.iter().map(|words| Means::read(words).map_err(unknown));
    let texts = written.en.iter().chain(written.ja);
    Ok(Message {
        id: written.id,
        by: file.name,
        en: written.en,
        ja: written.ja,
        is_vague: written.vague,
        means: means.collect::<Result<_, _>>()?,
        apart: apart.transpose()?,
        source: written.source,
        grade: Grade::named(written.grade).ok_or_else(|| unknown(written.grade))?,
        seen: file.seen.parse().map_err(|_| unknown(file.seen))?,
        patterns: texts.map(|text| Pattern::parse(text)).collect(),
    })
}

/// Why a file is not part of the catalogue.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum ReadMessageError {
    /// The word is none that may stand there.
    #[error("{id}: {word:?} is unknown")]
    UnknownWord {
        /// Of which message.
        id: &'static str,
        /// The word.
        word: &'static str,
    },
}
