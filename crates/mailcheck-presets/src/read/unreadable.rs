//! Why a file that looks like a preset is not read.

use mailcheck::model::Unusable;

use crate::file::Place;
use crate::tree::Malformed;

/// Why a file that looks like a preset is not read.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is signed (CMS, RFC 5652), and what is inside is not looked at.
    Signed,
    /// It is of no use.
    Unusable {
        /// Why.
        why: Unusable,
        /// Where in the file, if it is about a place.
        at: Option<Place>,
    },
}

impl From<Unusable> for Unreadable {
    fn from(why: Unusable) -> Self {
        Self::Unusable { why, at: None }
    }
}

impl From<Malformed> for Unreadable {
    fn from(malformed: Malformed) -> Self {
        let at = Some(malformed.at);
        Self::Unusable { why: malformed.into(), at }
    }
}
