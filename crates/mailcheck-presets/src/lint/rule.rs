//! What a rule is, and the list of all.

use mailcheck::report::Severity;

use super::rules::{byte_order_mark, password_in_clear};
use super::{Fault, View};
use crate::file::{PresetFile, Server};

/// One fault of preset files and how to recognise it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Its id, `preset.what-is-wrong`.
    pub id: &'static str,
    /// How grave.
    pub severity: Severity,
    /// The standard or source behind it.
    pub reference: &'static str,
    /// The judgement.
    pub(crate) judge: Judge,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Judge {
    /// All files beside each other; with each fault the file that it is in.
    Collection(fn(&[PresetFile]) -> Vec<(&PresetFile, Fault)>),
    /// A file as a whole.
    File(fn(&PresetFile) -> Vec<Fault>),
    /// Each provider of a file.
    Provider(fn(&View<'_>) -> Vec<Fault>),
    /// Each server.
    Server(fn(&View<'_>, &Server) -> Option<Fault>),
}

/// Every rule.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

static ALL: &[&Rule] = &[&byte_order_mark::RULE, &password_in_clear::RULE];
