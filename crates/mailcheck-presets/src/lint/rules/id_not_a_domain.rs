//! An `id` that is none of the provider's domains.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.id-not-a-domain",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Provider(|view| {
        let provider = view.provider;
        let Some(id) = provider.id.as_ref().filter(|id| !id.text.is_empty()) else {
            return Vec::new();
        };
        let file = view.file.path.file_stem().unwrap_or_default().to_string_lossy();
        // Where the file is called otherwise, that is what is wrong.
        let is_as_file = file.eq_ignore_ascii_case(&id.text);
        let is_domain =
            provider.domains.iter().any(|domain| domain.text.eq_ignore_ascii_case(&id.text));
        let has_domains = view.file.format == Format::Autoconfig && !provider.domains.is_empty();
        if !has_domains || is_domain || !is_as_file {
            return Vec::new();
        }
        vec![Fault::new(id.at, Advice::new(Who::You).arg("id", shown(&id.text)))]
    }),
};
