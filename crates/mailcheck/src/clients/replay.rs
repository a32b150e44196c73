//! What a client would do: facts and kinds, no sentence.

use super::Client;
use crate::model::{Authentication, Endpoint, Source};

/// What a client would do with the answers of a run. Sources are counted as
/// [`sources`](super::sources) gives them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Replay {
    /// Which client.
    pub client: Client,
    /// Where its settings would come from.
    pub way: Way,
    /// The server it would receive mail from; `None` where that depends on which server answers, or on
    /// the person.
    pub incoming: Option<Pick>,
    /// The server it would send mail by; `None` as above.
    pub outgoing: Option<Pick>,
    /// The forms of the user name that it would try, in its order; empty where the person is asked, or
    /// where it is not known.
    pub names: Vec<NameForm>,
    /// What one wrong password would cost; `None` where it is not known.
    pub log_ins: Option<LogIns>,
    /// The servers it would try, in its order, where it guesses for a side.
    pub guesses: Vec<Endpoint>,
    /// The answers and the servers in them that it would not use, in its order, up to the one it goes by.
    pub rejected: Vec<Rejection>,
    /// The answers with settings that it never asks for.
    pub ignored: Vec<usize>,
    /// What else a person should know.
    pub notes: Vec<Note>,
    /// Why it could come out differently; none where it is certain.
    pub doubts: Vec<Doubt>,
}

impl Replay {
    /// Nothing came of any source: the person is asked.
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            way: Way::ByHand,
            incoming: None,
            outgoing: None,
            names: Vec::new(),
            log_ins: None,
            guesses: Vec::new(),
            rejected: Vec::new(),
            ignored: Vec::new(),
            notes: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// Whether all that it depends on was asked and is known.
    pub fn is_certain(&self) -> bool {
        self.doubts.is_empty()
    }

    /// The answer that it goes by.
    pub fn source(&self) -> Option<usize> {
        match self.way {
            Way::Source(index) => Some(index),
            Way::ByHand | Way::Guesses => None,
        }
    }
}

/// Where the settings of a client come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Way {
    /// It asks the person for the servers.
    ByHand,
    /// It tries usual names.
    Guesses,
    /// It goes by the answer of a source.
    Source(usize),
}

/// A server as a client would use it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Pick {
    /// Where, with the security that the client makes of it.
    pub endpoint: Endpoint,
    /// The first user name it would try, filled in as far as the address is known; `None` where the
    /// source has none and the address is not known.
    pub username: Option<String>,
    /// How it would log in; `None` where the source does not say, or the client does not heed it.
    pub authentication: Option<Authentication>,
}

/// What a user name is made of.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum NameForm {
    /// The mail address.
    Address,
    /// What stands before the `@`.
    LocalPart,
    /// Something else that the source says.
    Other,
}

impl NameForm {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::LocalPart => "local-part",
            Self::Other => "other",
        }
    }
}

/// How many refused log-ins one wrong password costs, typed once.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LogIns {
    /// At servers that mail comes from.
    pub incoming: u32,
    /// At servers that send.
    pub outgoing: u32,
    /// Whether that is the most there can be: fewer, if fewer servers or mechanisms are there.
    pub at_most: bool,
}

impl LogIns {
    /// Exactly so many.
    pub(super) fn exactly(incoming: u32, outgoing: u32) -> Self {
        Self { incoming, outgoing, at_most: false }
    }

    /// No more than so many.
    pub(super) fn at_most(incoming: u32, outgoing: u32) -> Self {
        Self { incoming, outgoing, at_most: true }
    }
}

/// An answer, or a server in it, that a client would not use.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rejection {
    /// Whose answer.
    pub source: usize,
    /// Why.
    pub why: WhyRejected,
    /// The server that it is about, where it is one that can be named.
    pub endpoint: Option<Endpoint>,
    /// Where that stands in the document, from 1; 0 where that is not known or there is no document.
    pub line: u32,
    /// Whether the whole answer is given up, and not that server alone.
    pub is_whole: bool,
}

/// Why a client does not use an answer or a server in it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum WhyRejected {
    /// The `id` of the provider is no host name.
    BadId,
    /// A port is no number or out of range.
    BadPort,
    /// The `oAuth2` section says nothing of where tokens are.
    IncompleteOauth2,
    /// It is not asked any more, since the one before it came with a document, if a useless one.
    Hidden,
    /// A server has no host name, or what stands there is none.
    MissingHostname,
    /// A server has no user name.
    MissingUsername,
    /// No way to log in is named that the client knows.
    NoAuthentication,
    /// No `domain` is named.
    NoDomain,
    /// What came is no document with settings.
    NoDocument,
    /// No incoming server is left that it can use.
    NoIncoming,
    /// No outgoing server is left that it can use.
    NoOutgoing,
    /// The source says that the service is not offered.
    NotOffered,
    /// The source was not reached, over the same line as this run.
    NotReached,
    /// There is nothing.
    Nothing,
    /// The only way to log in is OAuth, and the client has no registration with this server.
    Oauth2Only,
    /// A server is to be used without encryption.
    PlainSocketType,
    /// The security of a server is given by a word that it does not know.
    UnknownSocketType,
    /// The source answers only those who log in.
    WantsLogin,
}

impl WhyRejected {
    /// Every one.
    pub const ALL: [Self; 18] = [
        Self::BadId,
        Self::BadPort,
        Self::Hidden,
        Self::IncompleteOauth2,
        Self::MissingHostname,
        Self::MissingUsername,
        Self::NoAuthentication,
        Self::NoDomain,
        Self::NoDocument,
        Self::NoIncoming,
        Self::NoOutgoing,
        Self::NotOffered,
        Self::NotReached,
        Self::Nothing,
        Self::Oauth2Only,
        Self::PlainSocketType,
        Self::UnknownSocketType,
        Self::WantsLogin,
    ];

    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::BadId => "bad-id",
            Self::BadPort => "bad-port",
            Self::Hidden => "hidden",
            Self::IncompleteOauth2 => "incomplete-oauth2",
            Self::MissingHostname => "missing-hostname",
            Self::MissingUsername => "missing-username",
            Self::NoAuthentication => "no-authentication",
            Self::NoDomain => "no-domain",
            Self::NoDocument => "no-document",
            Self::NoIncoming => "no-incoming",
            Self::NoOutgoing => "no-outgoing",
            Self::NotOffered => "not-offered",
            Self::NotReached => "not-reached",
            Self::Nothing => "nothing",
            Self::Oauth2Only => "oauth2-only",
            Self::PlainSocketType => "plain-socket-type",
            Self::UnknownSocketType => "unknown-socket-type",
            Self::WantsLogin => "wants-login",
        }
    }
}

/// What a person should know of a client's choice.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Note {
    /// It asks for consent: the answer came in clear, or rests on records that are not signed.
    AsksForTrust,
    /// It asks for consent: the answer was sent on to a host outside of the mail domain.
    AsksToBeSentOn,
    /// It tries a password where the source names other ways to log in only.
    IgnoresAuthentication,
    /// A server is used without encryption, so the password goes out in clear.
    NoEncryption,
    /// Mail is fetched by POP3, as the source names that first.
    Pop3,
    /// It tries the ports of sending in turn, 25 first ([`SENDING_PORTS`](super::SENDING_PORTS)).
    Port25First,
    /// Whether sending works is found out with the first message.
    SendingNotChecked,
    /// Sending is tried after receiving worked, so a wrong password does not get there.
    SendingAfterReceiving,
    /// It goes by an answer that came in clear, without asking: somebody on the way could have made it.
    TrustsPlainHttp,
    /// It goes by what another domain says that a redirect led to, without asking.
    TrustsRedirect,
    /// It goes by records that are not signed, without asking: somebody on the way could have made them.
    TrustsUnsignedDns,
    /// A configuration profile says all of it without asking.
    WantsProfile,
}

impl Note {
    /// Every one.
    pub const ALL: [Self; 12] = [
        Self::AsksForTrust,
        Self::AsksToBeSentOn,
        Self::IgnoresAuthentication,
        Self::NoEncryption,
        Self::Pop3,
        Self::Port25First,
        Self::SendingNotChecked,
        Self::SendingAfterReceiving,
        Self::TrustsPlainHttp,
        Self::TrustsRedirect,
        Self::TrustsUnsignedDns,
        Self::WantsProfile,
    ];

    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsksForTrust => "asks-for-trust",
            Self::AsksToBeSentOn => "asks-to-be-sent-on",
            Self::IgnoresAuthentication => "ignores-authentication",
            Self::NoEncryption => "no-encryption",
            Self::Pop3 => "pop3",
            Self::Port25First => "port-25-first",
            Self::SendingNotChecked => "sending-not-checked",
            Self::SendingAfterReceiving => "sending-after-receiving",
            Self::TrustsPlainHttp => "trusts-plain-http",
            Self::TrustsRedirect => "trusts-redirect",
            Self::TrustsUnsignedDns => "trusts-unsigned-dns",
            Self::WantsProfile => "wants-profile",
        }
    }

    /// Whether the client asks the person for consent.
    pub fn asks(self) -> bool {
        matches!(self, Self::AsksForTrust | Self::AsksToBeSentOn)
    }
}

/// Why a replay could come out differently.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Doubt {
    /// Why.
    pub why: WhyDoubt,
    /// Which kind of source it is about, if any.
    pub source: Option<Source>,
    /// Whose answer it is about, if there is one.
    pub answer: Option<usize>,
    /// Where that stands in the document, from 1; 0 where that does not matter.
    pub line: u32,
}

/// The kinds of doubt.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum WhyDoubt {
    /// What came is not well-formed or not of the format, and readers differ in what they make of it.
    Document,
    /// Its source code is not open: this is what is generally known.
    GenerallyKnown,
    /// The source was not asked in this run, or it could not be asked.
    NotAsked,
    /// The build that is not of the Play Store reads more sources, and would go by this one.
    OtherBuild,
    /// It asks in another way than this program does, and servers may answer differently.
    OtherRequest,
    /// It has a list of providers of its own, which goes before all sources and is not known here.
    OwnList,
    /// Which of several records comes first depends on their priorities, which were not kept.
    Priority,
    /// A server in the document was left out, and it is not known whether it is one that this client
    /// reads.
    Section,
}

impl WhyDoubt {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Document,
        Self::GenerallyKnown,
        Self::NotAsked,
        Self::OtherBuild,
        Self::OtherRequest,
        Self::OwnList,
        Self::Priority,
        Self::Section,
    ];

    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::GenerallyKnown => "generally-known",
            Self::NotAsked => "not-asked",
            Self::OtherBuild => "other-build",
            Self::OtherRequest => "other-request",
            Self::OwnList => "own-list",
            Self::Priority => "priority",
            Self::Section => "section",
        }
    }
}
