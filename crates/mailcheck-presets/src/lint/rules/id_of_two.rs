//! Two providers of the collection have the same id.

use std::collections::HashMap;

use mailcheck::report::{Advice, Severity, Who};

use crate::file::PresetFile;
use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};
use crate::lint::views;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.id-of-two",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Collection(|files| {
        let ids = || {
            views(files).filter_map(|view| {
                let id = view.provider.id.as_ref().filter(|id| !id.is_empty())?;
                // Collections of several formats are several collections.
                Some(((view.file.format, &id.text), view, id.at))
            })
        };
        let mut owners = HashMap::new();
        for (key, view, at) in ids() {
            let owner = owners.entry(key).or_insert((view, at));
            if !is_named(owner.0.file, key.1) && is_named(view.file, key.1) {
                *owner = (view, at);
            }
        }
        let faults = ids().filter_map(|(key, view, at)| {
            let (owner, first) = owners.get(&key)?;
            let path = shown(&owner.file.path.display().to_string());
            let advice = Advice::new(Who::You).arg("id", shown(key.1)).arg("path", path);
            // Twice in one file of JSON, it is a key that is there twice, and not a thing of providers.
            let is_json = matches!(key.0, Format::MailCore | Format::Nodemailer);
            let is_key = is_json && std::ptr::eq(owner.file, view.file);
            let is_other = !std::ptr::eq(owner.provider, view.provider) && !is_key;
            is_other.then(|| (view.file, Fault::new(at, advice).beside(owner.file, *first)))
        });
        faults.collect()
    }),
};

/// Whether a file is named for the id, and so the one that has it rightly.
fn is_named(file: &PresetFile, id: &str) -> bool {
    file.path.file_stem().is_some_and(|name| name == id)
}
