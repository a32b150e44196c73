//! Nothing is in a file that is called as preset files are.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::Place;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::load::NotRead;

pub(crate) static RULE: Rule = Rule {
    id: "preset.empty-file",
    severity: Severity::Error,
    reference: "XML 1.0 §2.1; thunderbird/autoconfig validate.py",
    judge: Judge::Unread(|unread| {
        let is_empty = matches!(unread.why, NotRead::Empty);
        is_empty.then(|| Fault::new(Place::default(), Advice::new(Who::You)))
    }),
};
