//! The mail clients whose orders are known.

use std::fmt;
use std::str::FromStr;

/// A mail client.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Client {
    /// Thunderbird for desktops.
    Thunderbird,
    /// Thunderbird for Android, and K-9 Mail, which is the same program.
    ThunderbirdAndroid,
    /// Delta Chat, on every device.
    DeltaChat,
    /// FairEmail as the Play Store has it.
    FairEmail,
    /// Mail on iPhone, iPad and Mac.
    AppleMail,
    /// Outlook for Windows.
    Outlook,
}

impl Client {
    /// All, those first whose sources were read.
    pub const ALL: [Self; 6] = [
        Self::Thunderbird,
        Self::ThunderbirdAndroid,
        Self::DeltaChat,
        Self::FairEmail,
        Self::AppleMail,
        Self::Outlook,
    ];

    /// The word in reports and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Thunderbird => "thunderbird",
            Self::ThunderbirdAndroid => "thunderbird-android",
            Self::DeltaChat => "deltachat",
            Self::FairEmail => "fairemail",
            Self::AppleMail => "apple-mail",
            Self::Outlook => "outlook",
        }
    }

    /// What it calls itself, in every language.
    pub fn product(self) -> &'static str {
        match self {
            Self::Thunderbird => "Thunderbird",
            Self::ThunderbirdAndroid => "Thunderbird for Android",
            Self::DeltaChat => "Delta Chat",
            Self::FairEmail => "FairEmail",
            Self::AppleMail => "Apple Mail",
            Self::Outlook => "Outlook",
        }
    }

    /// The version whose sources were read, or their date; `None` where nobody outside can read them, and
    /// the order is what is generally known of it.
    pub fn version(self) -> Option<&'static str> {
        match self {
            Self::Thunderbird => Some("2026"),
            Self::ThunderbirdAndroid => Some("2026-08-20"),
            Self::DeltaChat => Some("2.59"),
            Self::FairEmail => Some("1.2331"),
            Self::AppleMail | Self::Outlook => None,
        }
    }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Client {
    type Err = ParseClientError;

    fn from_str(text: &str) -> Result<Self, ParseClientError> {
        let known = Self::ALL.into_iter().find(|client| client.name() == text);
        known.ok_or(ParseClientError)
    }
}

/// No client that is known has this name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no mail client that is known has this name")]
#[non_exhaustive]
pub struct ParseClientError;
