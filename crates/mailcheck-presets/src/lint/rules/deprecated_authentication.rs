//! A word of an older version of the format for a way to log in.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::about;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.deprecated-authentication",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Provider(|view| {
        let mut faults = Vec::new();
        if view.file.format != Format::Autoconfig {
            return faults;
        }
        for server in &view.provider.servers {
            for word in &server.authentication {
                let Some(new) = newer(&word.text) else { continue };
                let case = if new.is_empty() { "gone" } else { "other" };
                let advice = about(server).case(case).arg("word", word.text.clone());
                faults.push(Fault::new(word.at, advice.arg("new", new)));
            }
        }
        faults
    }),
};

/// What an old word is called today; empty where there is no such thing any more.
pub(super) fn newer(word: &str) -> Option<&'static str> {
    let old =
        [("plain", "password-cleartext"), ("secure", "password-encrypted"), ("smtp-after-pop", "")];
    old.into_iter().find(|(old, _)| *old == word).map(|(_, new)| new)
}
