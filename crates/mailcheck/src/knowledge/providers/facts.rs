//! The kinds of fact, in the words of the files. Each has its source.

use std::time::Duration;

use jiff::civil::Date;
use serde::Deserialize;

use super::HostPattern;
use crate::model::{Host, Security, Service};

/// Who said it, and when.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Source {
    /// Where it is written: an address, or words that say where was looked.
    pub at: String,
    /// The day of the copy that was read, or the day of reading where the copy has no date.
    pub seen: Date,
    /// How much it is worth.
    pub grade: Grade,
}

/// How much a source is worth.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition")]
pub enum Grade {
    /// The provider's own words.
    A,
    /// A collection of presets that people set up accounts with.
    B,
    /// Somebody else's words.
    C,
}

impl Grade {
    /// The letter in the files.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }
}

/// A proper name, or the way through menus, in every language.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Names {
    /// In English, or as English texts write it.
    pub en: String,
    /// In Japanese.
    pub ja: String,
}

/// Mail domains.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PatternGroup {
    /// The domains; `*.` stands for any label.
    pub names: Vec<HostPattern>,
    /// Who said so.
    pub source: Source,
}

/// What the provider's servers are called, those for mail from outside (MX) included.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HostGroup {
    /// Hosts and everything below them.
    pub names: Vec<Host>,
    /// Who said so.
    pub source: Source,
}

/// How mail programs get in at all, where it is not as usual.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Access {
    /// How.
    pub kind: AccessKind,
    /// Where it is described.
    pub page: Option<String>,
    /// Who said so.
    pub source: Source,
}

/// How mail programs get in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum AccessKind {
    /// By a program of the provider on the person's own computer.
    Bridge,
    /// Not at all: there is neither IMAP nor POP3 nor SMTP.
    Nothing,
}

/// A server to enter.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Server {
    /// What for.
    pub service: Service,
    /// Where. With `*.`, the name is told to each customer.
    pub host: HostPattern,
    /// The TCP port.
    pub port: u16,
    /// How it is secured.
    pub security: Security,
    /// Who said so.
    pub source: Source,
}

/// What to enter as user name.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Username {
    /// For which services; all when there is none.
    #[serde(default)]
    pub services: Vec<Service>,
    /// The forms that are taken, the one to recommend first. Several also where sources disagree.
    pub forms: Vec<Form>,
    /// What the provider calls it, for [`Form::OtherId`].
    pub name: Option<Names>,
    /// Where to look it up.
    pub page: Option<String>,
    /// Who said so.
    pub source: Source,
}

/// The form of a user name.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Form {
    /// The whole mail address.
    Address,
    /// The mail address with a dot in place of the `@`.
    Dotted,
    /// What stands before the `@`.
    LocalPart,
    /// A name that has nothing to do with the mail address.
    OtherId,
}

/// Something that the servers take as a password. Kinds that are not listed are not taken.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Credential {
    /// What it is.
    pub kind: CredentialKind,
    /// What the provider calls it.
    pub name: Option<Names>,
    /// Where to get it.
    pub page: Option<String>,
    /// Who said so.
    pub source: Source,
}

/// A kind of credential.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CredentialKind {
    /// A password that the provider makes for one program or device.
    AppPassword,
    /// A password that the provider's program on the own computer shows.
    BridgePassword,
    /// A password for mail alone, which is not that of the member page.
    MailPassword,
    /// The password of the member page and of everything else.
    MainPassword,
    /// No password: signing in on the provider's web page.
    Oauth,
}

impl CredentialKind {
    /// The word in the files.
    pub fn name(self) -> &'static str {
        match self {
            Self::AppPassword => "app-password",
            Self::BridgePassword => "bridge-password",
            Self::MailPassword => "mail-password",
            Self::MainPassword => "main-password",
            Self::Oauth => "oauth",
        }
    }
}

/// Who gives the tokens of [`CredentialKind::Oauth`], and how to ask for one (RFC 6749 §3).
///
/// In an address, `{tenant}` stands for the organisation whose accounts they are.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Oauth {
    /// Where a person is sent to with a browser.
    pub authorization: String,
    /// Where a program gets the token.
    pub token: String,
    /// Where a program asks for a code to be typed elsewhere (RFC 8628 §3.1). `None` as well where that is
    /// not allowed for mail.
    pub device: Option<String>,
    /// What to ask for, so that mail can be read and sent.
    pub scopes: Vec<String>,
    /// Where a program is registered, which gives it its client id.
    pub register: Option<String>,
    /// Who said so.
    pub source: Source,
}

/// Whether mail programs are let in without further ado.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Switch {
    /// For which services; all when there is none.
    #[serde(default)]
    pub services: Vec<Service>,
    /// How it stands in a new account.
    pub state: SwitchState,
    /// Where it is, or is described.
    pub page: Option<String>,
    /// The way there through the menus.
    pub menu: Option<Names>,
    /// Who said so.
    pub source: Source,
}

/// How a switch stands in a new account.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SwitchState {
    /// There is none: the service is always on.
    AlwaysOn,
    /// Off, until the person switches it on.
    Off,
    /// It is part of some plans only, or has to be ordered.
    OnlyWithPlan,
}

impl SwitchState {
    /// The word in the files.
    pub fn name(self) -> &'static str {
        match self {
            Self::AlwaysOn => "always-on",
            Self::Off => "off",
            Self::OnlyWithPlan => "only-with-plan",
        }
    }
}

/// A number that the provider tells, or is known not to tell.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "complete by definition: told or not told")]
pub enum Number {
    /// It is told.
    Told(u32),
    /// It was looked for, and is not told.
    Untold(Unpublished),
}

/// The word for what was looked for and is not told.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "complete by definition")]
pub enum Unpublished {
    /// Nobody tells it.
    NotPublished,
}

impl Number {
    /// The number, if it is told.
    pub fn told(self) -> Option<u32> {
        match self {
            Self::Told(number) => Some(number),
            Self::Untold(Unpublished::NotPublished) => None,
        }
    }
}

/// How much of something is allowed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Limit {
    /// What is counted.
    pub of: LimitKind,
    /// For which services; all when there is none.
    #[serde(default)]
    pub services: Vec<Service>,
    /// How many are allowed.
    pub most: Number,
    /// Who said so.
    pub source: Source,
}

/// What is counted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LimitKind {
    /// Connections at a time from one internet address.
    ConnectionsPerAddress,
    /// Connections at a time of one account.
    ConnectionsPerUser,
    /// Messages sent in a day.
    MessagesPerDay,
    /// Messages sent in a minute.
    MessagesPerMinute,
    /// Recipients in a day.
    RecipientsPerDay,
    /// Recipients of one message.
    RecipientsPerMessage,
}

impl LimitKind {
    /// The word in the files.
    pub fn name(self) -> &'static str {
        match self {
            Self::ConnectionsPerAddress => "connections-per-address",
            Self::ConnectionsPerUser => "connections-per-user",
            Self::MessagesPerDay => "messages-per-day",
            Self::MessagesPerMinute => "messages-per-minute",
            Self::RecipientsPerDay => "recipients-per-day",
            Self::RecipientsPerMessage => "recipients-per-message",
        }
    }
}

/// What happens after too many refused log-ins.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Lockout {
    /// For which services; all when there is none.
    #[serde(default)]
    pub services: Vec<Service>,
    /// How many failures are too many.
    pub failures: Number,
    /// When it is over.
    pub over: Release,
    /// Who said so.
    pub source: Source,
}

/// When a lock-out is over.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Release {
    /// After so many seconds without a try.
    AfterSeconds(u32),
    /// It was looked for, and is not told.
    NotPublished,
    /// When the person has it lifted, on a page of the provider or by asking.
    OnRequest,
}

impl Release {
    /// How long to wait, where waiting alone is enough.
    pub fn wait(self) -> Option<Duration> {
        match self {
            Self::AfterSeconds(seconds) => Some(Duration::from_secs(u64::from(seconds))),
            Self::NotPublished | Self::OnRequest => None,
        }
    }
}

/// Whether log-ins from abroad are refused.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct ForeignFilter {
    /// For which services; all when there is none.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Whether it is on in a new account, or comes on by itself.
    pub on_unless_changed: bool,
    /// Where it is set, or is described.
    pub page: Option<String>,
    /// Who said so.
    pub source: Source,
}

/// A page to read.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Page {
    /// What it is about.
    pub kind: PageKind,
    /// Where.
    pub url: String,
    /// Who named it.
    pub source: Source,
}

/// What a page is about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PageKind {
    /// How to set up a mail program.
    Help,
    /// Whether the service is in trouble.
    Status,
}

/// A page where people enter.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Entrance {
    /// To what.
    pub kind: EntranceKind,
    /// Where. Its host is among those of [`WebGroup`].
    pub url: String,
    /// Who named it.
    pub source: Source,
}

/// What a page is the entrance to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EntranceKind {
    /// The account: password, contract, bills.
    Account,
    /// The account of a company.
    Business,
    /// Mail on the web.
    Mail,
    /// The account of a mobile line.
    Mobile,
}

impl EntranceKind {
    /// The word in the files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Business => "business",
            Self::Mail => "mail",
            Self::Mobile => "mobile",
        }
    }
}

/// Hosts of the provider's own web pages.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WebGroup {
    /// The hosts; `*.` stands for any below. Never names under which customers have pages of their own.
    pub names: Vec<HostPattern>,
    /// The authorities that their certificates come from, where the provider says so: each a part of the
    /// issuer's name. Any will do if there is none.
    #[serde(default)]
    pub issuers: Vec<String>,
    /// Who said so.
    pub source: Source,
}

/// Something to know for whoever keeps the data. It is not part of any report.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Note {
    /// In English.
    pub text: String,
    /// Who said so.
    pub source: Source,
}
