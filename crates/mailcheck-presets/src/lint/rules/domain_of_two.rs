//! A mail domain is that of two providers of the collection.

use std::collections::HashMap;

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::ask::{said, shown};
use crate::lint::rule::{Judge, Rule};
use crate::lint::views;

pub(crate) static RULE: Rule = Rule {
    id: "preset.domain-of-two",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig; thunderbird/autoconfig README",
    judge: Judge::Collection(|files| {
        let mut seen = HashMap::new();
        let mut faults = Vec::new();
        for view in views(files) {
            for word in &view.provider.domains {
                let Some(domain) = &word.meaning else { continue };
                // Collections of several formats are several collections.
                let first = *seen.entry((view.file.format, domain)).or_insert((view, word.at));
                if !std::ptr::eq(first.0.provider, view.provider) {
                    let advice = Advice::new(Who::You).arg("domain", shown(&word.text));
                    let advice = advice.arg("other", said(first.0));
                    let fault = Fault::new(word.at, advice).beside(first.0.file, first.1);
                    faults.push((view.file, fault));
                }
            }
        }
        faults
    }),
};
