//! What a slip is.

use serde::{Deserialize, Serialize};

/// One slip of the finger. There is no secret in it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Slip {
    /// In which field.
    pub field: Field,
    /// What it is.
    pub kind: SlipKind,
    /// Where it begins, as the number of the character (a Unicode scalar value), counted from 1;
    /// `None` where it is about the whole, or where it would tell how long a password is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// What was probably meant, the whole field; never for a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl Slip {
    pub(crate) fn new(field: Field, kind: SlipKind) -> Self {
        Self { field, kind, position: None, suggestion: None }
    }

    #[must_use]
    pub(crate) fn at(mut self, position: impl Into<Option<usize>>) -> Self {
        self.position = position.into();
        self
    }

    #[must_use]
    pub(crate) fn meant(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// Whether a person should be asked about it before anything is sent. The others are normal in
    /// what works, and only tell where to look once a server has refused.
    pub fn is_worth_asking(&self) -> bool {
        match self.kind {
            SlipKind::LookAlike => false,
            SlipKind::CapsLock
            | SlipKind::Confusable
            | SlipKind::Control
            | SlipKind::CustomerNumber
            | SlipKind::DomainConfusable
            | SlipKind::DomainTypo
            | SlipKind::DroppedZero
            | SlipKind::FullWidth
            | SlipKind::HyphenatedBrand
            | SlipKind::Invisible
            | SlipKind::LeadingSpace
            | SlipKind::LineBreak
            | SlipKind::SpaceInside
            | SlipKind::Subdomain
            | SlipKind::Tab
            | SlipKind::TrailingSpace
            | SlipKind::WrongDot => true,
        }
    }
}

/// What a person fills in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Field {
    /// The mail address.
    Address,
    /// The log-in name.
    Username,
    /// The password.
    Password,
}

impl Field {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Username => "username",
            Self::Password => "password",
        }
    }
}

/// What went wrong when it was typed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SlipKind {
    /// Words in the case that Caps Lock gives: `TARO`, `tARO`.
    CapsLock,
    /// A letter of another script, or a dash, that only looks like an ASCII one (UTS 39 §4).
    Confusable,
    /// A control character, such as NUL.
    Control,
    /// Digits and hyphens, as a customer number (お客様番号) has, where mail wants the address.
    CustomerNumber,
    /// The domain looks like a well-known one to the eye, and is another (UTS 39 §4).
    DomainConfusable,
    /// The domain is one slip away from a well-known one.
    DomainTypo,
    /// A zero at the beginning of a number is missing, as spreadsheets leave it out.
    DroppedZero,
    /// A full-width letter (or half-width kana), as a Japanese keyboard gives it.
    FullWidth,
    /// The domain has the name of a well-known one with such a word as `login` behind a hyphen.
    HyphenatedBrand,
    /// A character that cannot be seen, or a space that is not the ordinary one.
    Invisible,
    /// Space at the beginning.
    LeadingSpace,
    /// The end of a line, as it gets in when text is pasted.
    LineBreak,
    /// One of 0 and O, or of 1, l and I, where the letters around do not tell which. It is normal
    /// in what works.
    LookAlike,
    /// A space within an address or a name.
    SpaceInside,
    /// A well-known domain stands in front of another, which is the one that counts.
    Subdomain,
    /// A tab.
    Tab,
    /// Space at the end.
    TrailingSpace,
    /// A comma or a Japanese full stop in an address, where a dot was meant.
    WrongDot,
}

impl SlipKind {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::CapsLock => "caps-lock",
            Self::Confusable => "confusable",
            Self::Control => "control",
            Self::CustomerNumber => "customer-number",
            Self::DomainConfusable => "domain-confusable",
            Self::DomainTypo => "domain-typo",
            Self::DroppedZero => "dropped-zero",
            Self::FullWidth => "full-width",
            Self::HyphenatedBrand => "hyphenated-brand",
            Self::Invisible => "invisible",
            Self::LeadingSpace => "leading-space",
            Self::LineBreak => "line-break",
            Self::LookAlike => "look-alike",
            Self::SpaceInside => "space-inside",
            Self::Subdomain => "subdomain",
            Self::Tab => "tab",
            Self::TrailingSpace => "trailing-space",
            Self::WrongDot => "wrong-dot",
        }
    }
}
