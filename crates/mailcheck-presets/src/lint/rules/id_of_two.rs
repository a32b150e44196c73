//! Two providers of the collection have the same id.

use std::collections::HashMap;

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};
use crate::lint::views;

pub(crate) static RULE: Rule = Rule {
    id: "preset.id-of-two",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig",
    judge: Judge::Collection(|files| {
        let mut seen = HashMap::new();
        let mut faults = Vec::new();
        for view in views(files) {
            let Some(id) = view.provider.id.as_ref().filter(|id| !id.is_empty()) else { continue };
            // Collections of several formats are several collections.
            let first = *seen.entry((view.file.format, &id.text)).or_insert((view, id.at));
            if !std::ptr::eq(first.0.provider, view.provider) {
                let advice = Advice::new(Who::You).arg("id", shown(&id.text));
                let path = shown(&first.0.file.path.display().to_string());
                let fault = Fault::new(id.at, advice.arg("path", path));
                faults.push((view.file, fault.beside(first.0.file, first.1)));
            }
        }
        faults
    }),
};
