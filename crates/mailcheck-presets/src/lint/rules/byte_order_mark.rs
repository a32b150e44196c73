//! A byte order mark stands before the file.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::OddityKind;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.byte-order-mark",
    severity: Severity::Error,
    reference: "Unicode §23.8; thunderbird/autoconfig validate-config.yml",
    judge: Judge::File(|file| {
        let marks = file.oddities.iter().filter(|odd| odd.kind == OddityKind::ByteOrderMark);
        marks.map(|odd| Fault::new(odd.at, Advice::new(Who::You))).collect()
    }),
};
