//! No page of the provider is named from which the settings are.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::{Link, Purpose};
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.no-documentation",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig; thunderbird/autoconfig#4",
    judge: Judge::Provider(|view| {
        let is_documentation =
            |link: &Link| link.purpose == Purpose::Documentation && !link.url.text.is_empty();
        let is_without = view.file.format == Format::Autoconfig
            && !view.provider.links.iter().any(is_documentation);
        let fault = || Fault::new(view.provider.at, Advice::new(Who::You));
        is_without.then(fault).into_iter().collect()
    }),
};
