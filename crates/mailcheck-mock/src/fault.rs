//! What can be wrong with the provider, by name.
//!
//! The variants stand in the order of the dialogue: connection, TLS, greeting, log-in.

use std::fmt;
use std::str::FromStr;

use crate::port::Port;

/// One thing that the provider does wrong.
///
/// Names are stable: they appear on the command line and in scenario files.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// No port listens.
    Refused,
    /// The client's first TLS message is read, then the connection closed.
    HandshakeDropped,
    /// The client's first TLS message is never answered.
    HandshakeSilent,
    /// TLS where `STARTTLS` is expected, and the other way round.
    WrongKindOfTls,
    /// The certificate ended three days ago.
    ExpiredCertificate,
    /// The certificate begins in two days.
    NotYetValidCertificate,
    /// The certificate ends in five days.
    ExpiresSoon,
    /// The certificate is for hosts of somebody else.
    WrongName,
    /// The certificate is signed by its own key.
    SelfSigned,
    /// The certificate is for an RSA key of 1024 bits.
    WeakKey,
    /// The certificate is issued by a root that nobody trusts, which is sent along.
    UnknownIssuer,
    /// The certificate is sent without the one that issued it.
    MissingIntermediate,
    /// The `STARTTLS` ports show another certificate than the others.
    CertificatesDiffer,
    /// `STARTTLS` is not offered.
    NoStarttls,
    /// `STARTTLS` is offered, and then refused.
    StarttlsRefused,
    /// A reply in clear follows the go-ahead for TLS in the same segment.
    StarttlsInjection,
    /// Commands sent in clear behind `STARTTLS` are executed inside TLS (CVE-2011-0411).
    StarttlsCarriesCommands,
    /// No TLS at all: log-in in clear, and the implicit TLS ports refuse.
    PlainOnly,
    /// The connection is closed instead of a greeting.
    Dropped,
    /// The connection is closed in the middle of the greeting.
    HalfGreeting,
    /// There is no greeting.
    Silent,
    /// The greeting comes after six seconds.
    SlowGreeting,
    /// The server is too busy, says so and closes.
    Busy,
    /// An HTTP server answers.
    NotMail,
    /// A POP3 server answers.
    OtherService,
    /// The greeting is a line without an end.
    EndlessLine,
    /// The greeting has lines without an end.
    EndlessGreeting,
    /// The greeting announces a literal of 500 MB.
    HugeLiteral,
    /// The greeting says that the client is logged in already.
    Preauth,
    /// Thousands of capabilities.
    ManyCapabilities,
    /// Terminal escapes, NUL and invalid UTF-8 in the greeting and in replies.
    ControlCharacters,
    /// Nothing to log in with is offered, not even inside TLS.
    NoMechanism,
    /// Password mechanisms are offered and taken before TLS as well.
    ClearAuth,
    /// Every credential is wrong.
    WrongPassword,
    /// No credential can be checked just now.
    TemporaryFailure,
    /// The log-in works, and then the server leaves.
    ByeAfterLogin,
}

impl Fault {
    /// Every fault, in the order of the dialogue.
    pub const ALL: &[Self] = &[
        Self::Refused,
        Self::HandshakeDropped,
        Self::HandshakeSilent,
        Self::WrongKindOfTls,
        Self::ExpiredCertificate,
        Self::NotYetValidCertificate,
        Self::ExpiresSoon,
        Self::WrongName,
        Self::SelfSigned,
        Self::WeakKey,
        Self::UnknownIssuer,
        Self::MissingIntermediate,
        Self::CertificatesDiffer,
        Self::NoStarttls,
        Self::StarttlsRefused,
        Self::StarttlsInjection,
        Self::StarttlsCarriesCommands,
        Self::PlainOnly,
        Self::Dropped,
        Self::HalfGreeting,
        Self::Silent,
        Self::SlowGreeting,
        Self::Busy,
        Self::NotMail,
        Self::OtherService,
        Self::EndlessLine,
        Self::EndlessGreeting,
        Self::HugeLiteral,
        Self::Preauth,
        Self::ManyCapabilities,
        Self::ControlCharacters,
        Self::NoMechanism,
        Self::ClearAuth,
        Self::WrongPassword,
        Self::TemporaryFailure,
        Self::ByeAfterLogin,
    ];

    /// The stable name, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::HandshakeDropped => "handshake-dropped",
            Self::HandshakeSilent => "handshake-silent",
            Self::WrongKindOfTls => "wrong-kind-of-tls",
            Self::ExpiredCertificate => "expired-certificate",
            Self::NotYetValidCertificate => "not-yet-valid-certificate",
            Self::ExpiresSoon => "expires-soon",
            Self::WrongName => "wrong-name",
            Self::SelfSigned => "self-signed",
            Self::WeakKey => "weak-key",
            Self::UnknownIssuer => "unknown-issuer",
            Self::MissingIntermediate => "missing-intermediate",
            Self::CertificatesDiffer => "certificates-differ",
            Self::NoStarttls => "no-starttls",
            Self::StarttlsRefused => "starttls-refused",
            Self::StarttlsInjection => "starttls-injection",
            Self::StarttlsCarriesCommands => "starttls-carries-commands",
            Self::PlainOnly => "plain-only",
            Self::Dropped => "dropped",
            Self::HalfGreeting => "half-greeting",
            Self::Silent => "silent",
            Self::SlowGreeting => "slow-greeting",
            Self::Busy => "busy",
            Self::NotMail => "not-mail",
            Self::OtherService => "other-service",
            Self::EndlessLine => "endless-line",
            Self::EndlessGreeting => "endless-greeting",
            Self::HugeLiteral => "huge-literal",
            Self::Preauth => "preauth",
            Self::ManyCapabilities => "many-capabilities",
            Self::ControlCharacters => "control-characters",
            Self::NoMechanism => "no-mechanism",
            Self::ClearAuth => "clear-auth",
            Self::WrongPassword => "wrong-password",
            Self::TemporaryFailure => "temporary-failure",
            Self::ByeAfterLogin => "bye-after-login",
        }
    }

    /// What the provider does, in one line for a list of choices.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Refused => "every port refuses connections",
            Self::HandshakeDropped => "the server hangs up in the middle of the TLS handshake",
            Self::HandshakeSilent => "the server never answers the TLS handshake",
            Self::WrongKindOfTls => "implicit TLS where STARTTLS is expected, and vice versa",
            Self::ExpiredCertificate => "the certificate expired 3 days ago",
            Self::NotYetValidCertificate => "the certificate becomes valid in 2 days",
            Self::ExpiresSoon => "the certificate expires in 5 days",
            Self::WrongName => "the certificate is for other host names",
            Self::SelfSigned => "the certificate is self-signed",
            Self::WeakKey => "the certificate is for an RSA key of only 1024 bits",
            Self::UnknownIssuer => "the certificate was issued by a CA that nobody trusts",
            Self::MissingIntermediate => "the intermediate certificate is not sent",
            Self::CertificatesDiffer => "the STARTTLS ports show another certificate",
            Self::NoStarttls => "STARTTLS is not offered",
            Self::StarttlsRefused => "STARTTLS is offered, then refused",
            Self::StarttlsInjection => "a forged reply in clear follows the go-ahead for TLS",
            Self::StarttlsCarriesCommands => "commands sent in clear are executed inside TLS",
            Self::PlainOnly => "no encryption on any port",
            Self::Dropped => "the server hangs up instead of greeting",
            Self::HalfGreeting => "the server hangs up in the middle of its greeting",
            Self::Silent => "the server accepts the connection and says nothing",
            Self::SlowGreeting => "the greeting takes 6 seconds",
            Self::Busy => "the server says that it is too busy and hangs up",
            Self::NotMail => "a web server answers on the mail ports",
            Self::OtherService => "a POP3 server answers on the mail ports",
            Self::EndlessLine => "the greeting is one endless line",
            Self::EndlessGreeting => "the greeting has endlessly many lines",
            Self::HugeLiteral => "the greeting announces 500 MB of text",
            Self::Preauth => "the IMAP server claims that the client is logged in already",
            Self::ManyCapabilities => "the server lists thousands of capabilities",
            Self::ControlCharacters => "terminal escapes and broken UTF-8 in the server's texts",
            Self::NoMechanism => "the server offers no way to log in",
            Self::ClearAuth => "the server takes passwords before TLS, too",
            Self::WrongPassword => "the server refuses the user name or password",
            Self::TemporaryFailure => "the server cannot check passwords at the moment",
            Self::ByeAfterLogin => "the server hangs up right after the log-in",
        }
    }

    /// The ports that show this fault; the others are healthy.
    pub fn ports(self) -> &'static [Port] {
        match self {
            Self::CertificatesDiffer
            | Self::NoStarttls
            | Self::StarttlsRefused
            | Self::StarttlsInjection
            | Self::StarttlsCarriesCommands
            | Self::ClearAuth => &[Port::ImapStarttls, Port::SubmissionStarttls],
            Self::HugeLiteral | Self::Preauth => &[Port::ImapTls, Port::ImapStarttls],
            Self::Refused
            | Self::HandshakeDropped
            | Self::HandshakeSilent
            | Self::WrongKindOfTls
            | Self::ExpiredCertificate
            | Self::NotYetValidCertificate
            | Self::ExpiresSoon
            | Self::WrongName
            | Self::SelfSigned
            | Self::WeakKey
            | Self::UnknownIssuer
            | Self::MissingIntermediate
            | Self::PlainOnly
            | Self::Dropped
            | Self::HalfGreeting
            | Self::Silent
            | Self::SlowGreeting
            | Self::Busy
            | Self::NotMail
            | Self::OtherService
            | Self::EndlessLine
            | Self::EndlessGreeting
            | Self::ManyCapabilities
            | Self::ControlCharacters
            | Self::NoMechanism
            | Self::WrongPassword
            | Self::TemporaryFailure
            | Self::ByeAfterLogin => &Port::ALL,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Fault {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, ParseFaultError> {
        let named = Self::ALL.iter().find(|fault| fault.name() == text);
        named.copied().ok_or_else(|| ParseFaultError { text: text.to_owned() })
    }
}

/// No fault has this name.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no fault is called {text:?}")]
#[non_exhaustive]
pub struct ParseFaultError {
    /// What was asked for.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_fault() {
        for &fault in Fault::ALL {
            assert_eq!(fault.name().parse(), Ok(fault));
        }
    }

    #[test]
    fn every_variant_is_listed() {
        // The last variant's number is the number of the others.
        assert_eq!(Fault::ALL.len(), Fault::ByeAfterLogin as usize + 1);
    }

    #[test]
    fn an_unknown_name_is_refused() {
        assert!("no-such-fault".parse::<Fault>().is_err());
    }
}
