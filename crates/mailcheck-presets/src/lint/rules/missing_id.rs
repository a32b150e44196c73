//! A provider without `id`.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::rule::{Judge, Rule};
use crate::lint::told::miss;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.missing-id",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3; comm-central readFromXML.sys.mjs",
    judge: Judge::Provider(|view| {
        let asks = view.file.format == Format::Autoconfig;
        let fault = miss(view.provider.id.as_ref(), view.provider.at, Advice::new(Who::You));
        fault.filter(|_| asks).into_iter().collect()
    }),
};
