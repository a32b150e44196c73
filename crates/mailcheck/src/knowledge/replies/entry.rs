//! One observed reply, who says it, and what it may mean.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use super::heard::Status;
use super::pattern::Pattern;
use crate::model::{Host, Service};

/// One reply that was observed, and what it may mean.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// Unique: the file's name, a slash, a name within the file.
    pub id: &'static str,
    /// Who says it.
    pub by: Arc<Speaker>,
    /// Where it was observed.
    pub places: Vec<Place>,
    /// The status it has; `None` where any will do.
    pub status: Option<Status>,
    /// IMAP's or POP3's response code, or SMTP's enhanced code; `None` where none was seen or any
    /// will do.
    pub code: Option<String>,
    /// What its text is compared with: lower case, `*` for anything, `{limit}` for a number.
    pub text: String,
    /// The versions that say so, where that is known.
    pub versions: Option<&'static str>,
    /// The reply itself, without tag; lines end in `\n`.
    pub example: &'static str,
    /// What it may mean, the likeliest first.
    pub means: Vec<Means>,
    /// What would tell the meanings apart.
    pub apart: Option<Apart>,
    /// How long to wait, where its speaker has a rule of its own.
    pub wait: Option<Wait>,
    /// Whose connections the limit that it speaks of is for: one, or one for each number that is a
    /// limit; empty where that is not known, or where it speaks of none.
    pub scopes: Vec<Scope>,
    /// Entries of other speakers whose example this one could as well be.
    pub also: &'static [&'static str],
    /// Where it is known from.
    pub source: &'static str,
    /// What kind of source that is.
    pub grade: Grade,
    pub(super) pattern: Pattern,
    /// The text says no more than that it did not work: whatever tells more goes first.
    pub(super) is_vague: bool,
}

/// Who says it: a server, a provider, a standard.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Speaker {
    /// The file's name.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What kind of speaker.
    pub kind: SpeakerKind,
    /// The domains that its servers are in.
    pub hosts: Vec<Host>,
    /// Words by which its greeting is known, in lower case.
    pub greetings: &'static [&'static str],
    /// When the data were put together.
    pub seen: Date,
}

/// What kind of speaker.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SpeakerKind {
    /// One provider, on its own servers.
    Provider,
    /// A server that anybody may run.
    Software,
    /// A standard: what a code means where nothing else is known.
    Standard,
    /// Wording that many servers share, whatever the code.
    Words,
}

impl SpeakerKind {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "provider" => Some(Self::Provider),
            "software" => Some(Self::Software),
            "standard" => Some(Self::Standard),
            "words" => Some(Self::Words),
            _unknown => None,
        }
    }
}

/// Where in the dialogue a reply was observed. `None` is anywhere.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// In which protocol.
    pub service: Option<Service>,
    /// At which moment.
    pub moment: Option<Moment>,
}

impl Place {
    pub(super) fn new(service: Option<Service>, moment: Option<Moment>) -> Self {
        Self { service, moment }
    }
}

/// A moment of the dialogue.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Moment {
    /// After the log-in: choosing a mailbox, reading.
    AfterLogin,
    /// SMTP's DATA and what follows it.
    Data,
    /// The client's first question: CAPABILITY, EHLO, CAPA.
    FirstQuestion,
    /// The server speaks first.
    Greeting,
    /// The log-in.
    Login,
    /// SMTP's MAIL.
    Mail,
    /// SMTP's RCPT.
    Rcpt,
    /// STARTTLS, STLS.
    Starttls,
}

impl Moment {
    const ALL: [Self; 8] = [
        Self::AfterLogin,
        Self::Data,
        Self::FirstQuestion,
        Self::Greeting,
        Self::Login,
        Self::Mail,
        Self::Rcpt,
        Self::Starttls,
    ];

    /// The word in the data.
    pub fn name(self) -> &'static str {
        match self {
            Self::AfterLogin => "after-login",
            Self::Data => "data",
            Self::FirstQuestion => "first-question",
            Self::Greeting => "greeting",
            Self::Login => "login",
            Self::Mail => "mail",
            Self::Rcpt => "rcpt",
            Self::Starttls => "starttls",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|moment| moment.name() == name)
    }
}

/// One meaning of a reply.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Means {
    /// The id of a finding.
    pub finding: &'static str,
    /// Which kind of it, where it has several.
    pub kind: Option<Kind>,
}

impl Means {
    /// Reads `login.rejected` or `greeting.busy rate`; the error is the kind that is none.
    pub(in crate::knowledge) fn read(words: &'static str) -> Result<Self, &'static str> {
        let Some((finding, kind)) = words.split_once(' ') else {
            return Ok(Self { finding: words, kind: None });
        };
        let kind = Kind::named(kind).ok_or(kind)?;
        Ok(Self { finding, kind: Some(kind) })
    }
}

/// Which kind of a finding.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Kind {
    /// The internet address is on a list, or of a kind that is not let in.
    Address,
    /// Only an administrator can change it.
    Admin,
    /// The mail program must introduce itself (RFC 2971).
    Client,
    /// The name with which the client introduces itself is not taken.
    ClientName,
    /// Too many connections at once.
    Concurrency,
    /// The address is abroad, or seems to be.
    Foreign,
    /// Mail from strangers is taken at the second attempt.
    Greylisting,
    /// The connection was idle for too long.
    Idle,
    /// Work on the server.
    Maintenance,
    /// Too many faulty commands.
    Misuse,
    /// The server has too much to do.
    Overload,
    /// The password must be changed first.
    PasswordChange,
    /// A rule of the server, which the reply does not explain.
    Policy,
    /// Too many connections, log-ins or commands in a time.
    Rate,
    /// An OAuth token, which expired or is for something else.
    Token,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Address,
        Self::Admin,
        Self::Client,
        Self::ClientName,
        Self::Concurrency,
        Self::Foreign,
        Self::Greylisting,
        Self::Idle,
        Self::Maintenance,
        Self::Misuse,
        Self::Overload,
        Self::PasswordChange,
        Self::Policy,
        Self::Rate,
        Self::Token,
    ];

    /// The word in the data, and the case of the finding's texts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Admin => "admin",
            Self::Client => "client",
            Self::ClientName => "client-name",
            Self::Concurrency => "concurrency",
            Self::Foreign => "foreign",
            Self::Greylisting => "greylisting",
            Self::Idle => "idle",
            Self::Maintenance => "maintenance",
            Self::Misuse => "misuse",
            Self::Overload => "overload",
            Self::PasswordChange => "password-change",
            Self::Policy => "policy",
            Self::Rate => "rate",
            Self::Token => "token",
        }
    }

    pub(in crate::knowledge) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whose connections a limit counts together.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Scope {
    /// Those from one internet address, whoever logs in.
    Address,
    /// Those of everybody.
    Server,
    /// Those of one user, from wherever.
    User,
    /// Those of one user from one internet address.
    UserAndAddress,
}

impl Scope {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Address, Self::Server, Self::User, Self::UserAndAddress];

    /// The word in the data and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Server => "server",
            Self::User => "user",
            Self::UserAndAddress => "user-and-address",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// What would tell the meanings of a reply apart.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Apart {
    /// The provider's account page shows whether access is on, and whether the account is locked.
    AccountPage,
    /// Only who runs the server can tell.
    Administrator,
    /// Check once more under encryption.
    Encryption,
    /// Compare the form of the user name with the provider's help page.
    NameForm,
    /// Check once more after the wait: what works then was load.
    OnceLater,
    /// Close the mail programs on the other devices, then check once.
    OtherDevices,
    /// Check from another line, such as the mobile network.
    OtherLine,
    /// The provider sends an explanation into the mailbox.
    ProviderMail,
    /// Compare the sender address with the account's own.
    SenderAddress,
    /// Log in to the webmail with exactly this name and password.
    Webmail,
}

impl Apart {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::AccountPage,
        Self::Administrator,
        Self::Encryption,
        Self::NameForm,
        Self::OnceLater,
        Self::OtherDevices,
        Self::OtherLine,
        Self::ProviderMail,
        Self::SenderAddress,
        Self::Webmail,
    ];

    /// The id of the message that says so.
    pub fn message_id(self) -> &'static str {
        match self {
            Self::AccountPage => "apart-account-page",
            Self::Administrator => "apart-administrator",
            Self::Encryption => "apart-encryption",
            Self::NameForm => "apart-name-form",
            Self::OnceLater => "apart-once-later",
            Self::OtherDevices => "apart-other-devices",
            Self::OtherLine => "apart-other-line",
            Self::ProviderMail => "apart-provider-mail",
            Self::SenderAddress => "apart-sender-address",
            Self::Webmail => "apart-webmail",
        }
    }

    /// The data leave out what all message ids begin with.
    pub(in crate::knowledge) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|apart| apart.message_id().strip_prefix("apart-") == Some(name))
    }
}

/// How long to wait, and who says so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Wait {
    /// How long.
    pub length: Duration,
    /// Where the rule stands: a page, a setting's name; empty where the reply itself says how long.
    pub source: &'static str,
}

impl Wait {
    pub(super) fn new(length: Duration, source: &'static str) -> Self {
        Self { length, source }
    }
}

/// What kind of source an entry has, the best first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Grade {
    /// Read in the standard.
    Standard,
    /// Read in the server's source.
    Source,
    /// On a page of its maker or provider.
    Documented,
    /// In somebody's transcript.
    Transcript,
    /// The wording is second-hand, or put together from parts.
    Weak,
}

impl Grade {
    pub(in crate::knowledge) fn named(name: &str) -> Option<Self> {
        match name {
            "documented" => Some(Self::Documented),
            "source" => Some(Self::Source),
            "standard" => Some(Self::Standard),
            "transcript" => Some(Self::Transcript),
            "weak" => Some(Self::Weak),
            _unknown => None,
        }
    }
}
