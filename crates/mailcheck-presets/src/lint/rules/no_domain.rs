//! A provider for no mail domain.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.no-domain",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3; comm-central readFromXML.sys.mjs",
    judge: Judge::Provider(|view| {
        let asks = matches!(view.file.format, Format::Autoconfig | Format::ProviderDb);
        if !asks || !view.provider.domains.is_empty() {
            return Vec::new();
        }
        vec![Fault::new(view.provider.at, Advice::new(Who::You))]
    }),
};
