//! A word for a way to log in that the format does not have.

use mailcheck::model::Authentication;
use mailcheck::report::Severity;

use super::deprecated_authentication::newer;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, shown};

pub(crate) static RULE: Rule = Rule {
    id: "preset.unknown-authentication",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Provider(|view| {
        let mut faults = Vec::new();
        for server in view.provider.servers.iter().filter(|it| it.service.meaning.is_some()) {
            for word in &server.authentication {
                let is_other = matches!(word.meaning, None | Some(Authentication::Other(_)));
                let is_old = newer(&word.text).is_some();
                let is_unknown =
                    is_other && !word.text.is_empty() && !is_old && !is_newer(&word.text);
                if is_unknown {
                    let advice = about(server).arg("word", shown(&word.text));
                    faults.push(Fault::new(word.at, advice));
                }
            }
        }
        faults
    }),
};

/// Whether it is a word of a draft that programs do not have yet: a mechanism of SASL or HTTP.
fn is_newer(word: &str) -> bool {
    ["SASL ", "http-"].iter().any(|start| word.starts_with(start)) || word == "OAuth"
}
