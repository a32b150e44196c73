//! Presets in files that the person names, as answers of the sources that they are.

use std::path::Path;

use mailcheck::evidence::{Asked, SourceOutcome};
use mailcheck::model::{Host, Source, Unusable};
use mailcheck_presets::{NotRead, Presets};

use super::Sources;
use crate::complaint::{self, Complaint, Message};
use crate::{reasons, tongue};

impl Sources {
    /// What the files say of a mail domain.
    ///
    /// # Errors
    ///
    /// A [`Complaint`] about a file or folder in which there is no preset.
    pub(super) fn known(&self, domain: &Host) -> Result<Vec<Asked>, Complaint> {
        let mut known = Vec::new();
        for path in &self.preset {
            known.extend(answers(path, domain)?);
        }
        if let Some(path) = &self.ispdb {
            let database = answers(path, domain)?.into_iter().map(|mut asked| {
                asked.source = Source::Ispdb;
                asked
            });
            known.extend(database);
        }
        Ok(known)
    }
}

/// A file that was named is meant, whatever domains it names; of a folder, what names the domain.
fn answers(path: &Path, domain: &Host) -> Result<Vec<Asked>, Complaint> {
    let presets = Presets::load(path);
    if presets.loaded.is_empty() {
        let why = match presets.unread.first() {
            Some(unread) => reason(&unread.why),
            None => tongue::say("preset-why-empty", &[]),
        };
        return Err(Message::new("preset-unreadable").path(path).with("why", why).into());
    }
    if let Some(unread) = presets.unread.first() {
        let count = i64::try_from(presets.unread.len()).unwrap_or(i64::MAX);
        let note = Message::new("presets-unread").with("count", count).path(&unread.path);
        complaint::note(&note.with("why", reason(&unread.why)));
    }
    let found = if path.is_dir() { presets.of(domain) } else { presets.loaded.iter().collect() };
    if found.is_empty() {
        let location = path.display().to_string();
        return Ok(vec![Asked::new(Source::Preset, location, SourceOutcome::Nothing, 0)]);
    }
    Ok(found.into_iter().map(|preset| preset.asked(domain)).collect())
}

/// Why a file gave no preset, in the language of the call.
pub(crate) fn reason(why: &NotRead) -> String {
    let key = match why {
        NotRead::Io(why) => return reasons::of(why),
        NotRead::Unusable(Unusable::Malformed { text }) => return text.clone(),
        NotRead::Again => "preset-why-again",
        NotRead::Deep => "preset-why-deep",
        NotRead::Many => "preset-why-many",
        NotRead::TooLong => "preset-why-too-long",
        NotRead::NotAFile => "preset-why-not-a-file",
        NotRead::NotAPreset | NotRead::Unusable(_) | _ => "preset-why-not-a-preset",
    };
    tongue::say(key, &[])
}
