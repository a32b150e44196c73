//! A word for the security of a connection that the format does not have.

use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{about, shown};

pub(crate) static RULE: Rule = Rule {
    id: "preset.unknown-socket-type",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3; Nextcloud Mail IspDb.php",
    judge: Judge::Server(|_view, server| {
        let security = server.security.as_ref()?;
        let is_unknown = security.meaning.is_none() && !security.text.is_empty();
        is_unknown
            .then(|| Fault::new(security.at, about(server).arg("word", shown(&security.text))))
    }),
};
