//! A provider without a name for people.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::rule::{Judge, Rule};
use crate::lint::told::miss;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.missing-display-name",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Provider(|view| {
        let asks = matches!(view.file.format, Format::Autoconfig | Format::ProviderDb);
        let fault = miss(view.provider.name.as_ref(), view.provider.at, Advice::new(Who::You));
        fault.filter(|_| asks).into_iter().collect()
    }),
};
