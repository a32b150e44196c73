//! An `id` that is no host name.

use mailcheck::model::Host;
use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.bad-id",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3; comm-central readFromXML.sys.mjs",
    judge: Judge::Provider(|view| {
        let id = view.provider.id.as_ref().filter(|id| !id.text.is_empty());
        let is_bad = |text: &str| text.parse::<Host>().is_err();
        let bad = id.filter(|id| view.file.format == Format::Autoconfig && is_bad(&id.text));
        let fault =
            bad.map(|id| Fault::new(id.at, Advice::new(Who::You).arg("id", shown(&id.text))));
        fault.into_iter().collect()
    }),
};
