//! `mailcheck presets diff`: where lists of presets say different things of the same domains.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use mailcheck::render::Style;
use mailcheck_presets::diff::diff;
use mailcheck_presets::file::PresetFile;
use mailcheck_presets::render::{diff_json, diff_text};
use mailcheck_presets::{Collection, NotRead};

use crate::args::{Plain, Show};
use crate::complaint::{Complaint, Message, note};
use crate::discover::files::reason;
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::reasons;

/// Compare lists of presets domain by domain: where they differ, one of them is wrong or stale
///
/// Formats are told by their content, and may differ. Many domains with the same difference are told once.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
                  mailcheck presets diff ispdb provider-db k9/providers.xml\n  \
                  mailcheck presets diff --shared --format json old/ new/\n\n\
                  Exit status: 0 the lists are the same, 1 they differ, 2 the call was wrong, 3 it cannot be told.")]
pub(crate) struct Diff {
    /// Files, or folders with such files in them and below, at least two; each is a list
    #[arg(required = true, num_args = 2.., value_name = "PATH")]
    lists: Vec<PathBuf>,
    /// Leave out the domains that only one list has
    #[arg(long)]
    shared: bool,
    #[command(flatten)]
    show: Show,
}

pub(crate) fn run(call: &Diff) -> Result<Ending, Complaint> {
    let sink = Sink::open(None)?;
    for path in &call.lists {
        fs::metadata(path).map_err(|why| {
            Message::new("presets-missing").path(path).with("why", reasons::of(&why))
        })?;
    }
    let read: Vec<Collection> = call.lists.iter().map(|path| Collection::load(&[path])).collect();
    let is_whole = call.lists.iter().zip(&read).all(|(path, list)| is_whole(path, list));
    let names = names(&call.lists);
    let lists: Vec<(&str, &[PresetFile])> = names
        .iter()
        .zip(&read)
        .map(|(name, list)| (name.as_str(), list.files.as_slice()))
        .collect();
    let mut told = diff(&lists);
    let is_comparable = told.shared > 0;
    if call.shared {
        told = told.only_shared();
    }
    let lang = output::lang(call.show.lang);
    sink.write(&match call.show.format {
        Plain::Json => diff_json(&told),
        Plain::Text => diff_text(&told, &Style::new(lang)),
    })?;
    Ok(if !told.is_same() {
        Ending::Problem
    } else if is_whole && is_comparable {
        Ending::Done
    } else {
        Ending::CouldNotTell
    })
}

/// Whether all of a list was read; says what was not. Other files in a folder are not meant.
fn is_whole(path: &Path, list: &Collection) -> bool {
    let is_meant = |unread: &&mailcheck_presets::Unread| {
        unread.path == path || !matches!(unread.why, NotRead::NotAPreset)
    };
    let unread: Vec<_> = list.unread.iter().filter(is_meant).collect();
    for unread in unread.iter().take(MOST_NOTES) {
        let why = reason(&unread.why);
        note(&Message::new("presets-not-compared").path(&unread.path).with("why", why));
    }
    let more = unread.len().saturating_sub(MOST_NOTES);
    if more > 0 {
        let count = i64::try_from(more).unwrap_or(i64::MAX);
        note(&Message::new("presets-not-compared-more").with("count", count).path(path));
    }
    if list.files.is_empty() && unread.is_empty() {
        note(&Message::new("presets-none").path(path));
    }
    !list.files.is_empty() && unread.is_empty()
}

/// The shortest names that tell the lists apart.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let last = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let is_unique =
        |name: &String| paths.iter().filter(|path| last(path).as_ref() == Some(name)).count() == 1;
    let name =
        |path: &PathBuf| last(path).filter(is_unique).unwrap_or_else(|| path.display().to_string());
    paths.iter().map(name).collect()
}

/// Files of one list that are named as not read.
const MOST_NOTES: usize = 20;
