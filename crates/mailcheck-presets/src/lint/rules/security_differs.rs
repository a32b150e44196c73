//! One side is encrypted, the other is not.

use mailcheck::report::Severity;

use crate::file::Server;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.security-differs",
    severity: Severity::Warning,
    reference: "RFC 8314 §3",
    judge: Judge::Provider(|view| {
        let sides = [(false, "incoming"), (true, "outgoing")].into_iter();
        let faults = sides.filter_map(|(side, case)| {
            let encrypted = view.provider.side(!side).find(|it| it.is_encrypted())?;
            let first = view.provider.side(side).next()?;
            let is_all = view.provider.side(side).all(Server::is_in_clear);
            let security = first.security.as_ref().filter(|_| is_all)?;
            let fault = Fault::new(security.at, first.advice()?.case(case));
            Some(fault.beside(view.file, encrypted.at))
        });
        faults.collect()
    }),
};
