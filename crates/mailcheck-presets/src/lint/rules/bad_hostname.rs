//! A host name that is none.

use mailcheck::model::Host;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::placeholder::{has_one, slip};
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, shown};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.bad-hostname",
    severity: Severity::Error,
    reference: "RFC 952; RFC 1123 §2.1; RFC 5890 §2.3.2.1",
    judge: Judge::Server(|view, server| {
        // MailCore 2 has `{domain}` for the mail domain.
        let is_template = |text: &str| view.file.format == Format::MailCore && text.contains('{');
        let host = server.host.as_ref().filter(|host| !host.text.is_empty())?;
        if is_template(&host.text) {
            return None;
        }
        let case = fault(&host.text)?;
        Some(Fault::new(host.at, about(server).case(case).arg("name", shown(&host.text))))
    }),
};

fn fault(text: &str) -> Option<&'static str> {
    if has_one(text) || slip(text).is_some() {
        return None;
    }
    if text.contains("://") {
        Some("url")
    } else if text.contains(char::is_whitespace) {
        Some("blank")
    } else if text.rsplit_once(':').is_some_and(|(host, _)| host.parse::<Host>().is_ok()) {
        Some("port")
    } else if text.parse::<Host>().is_err() {
        Some("other")
    } else if !text.is_ascii() {
        Some("idn")
    } else if text.contains('_') {
        Some("underscore")
    } else {
        None
    }
}
