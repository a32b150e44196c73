//! A file that is called otherwise than its provider.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.id-not-file-name",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig, Local disk",
    judge: Judge::Provider(|view| {
        let Some(id) = view.provider.id.as_ref().filter(|id| !id.text.is_empty()) else {
            return Vec::new();
        };
        let name = view.file.path.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix(".xml").unwrap_or(&name);
        // What a provider publishes has a name of its own.
        let is_published = name.starts_with("config-v");
        let is_as_id = is_published || stem == id.text;
        if view.file.format != Format::Autoconfig || is_as_id {
            return Vec::new();
        }
        let advice = Advice::new(Who::You).arg("id", shown(&id.text)).arg("file", shown(&name));
        vec![Fault::new(id.at, advice)]
    }),
};
