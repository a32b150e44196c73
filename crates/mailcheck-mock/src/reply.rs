//! What a server says when it refuses, by occasion and in its own words.

use serde::Deserialize;

use crate::octets::Octets;
use crate::port::Service;

/// An occasion for which every kind of server has words of its own.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reply {
    /// A password for programs is wanted, not the main one.
    AppPasswordRequired,
    /// As many connections from there, or from everybody, as are held are open.
    Busy,
    /// The account is switched off, unpaid, or suspended.
    Disabled,
    /// A client that has not said which it is wants to open a mailbox.
    IdRequired,
    /// As many connections of the user as are held are open.
    Limit,
    /// Too many wrong passwords.
    Locked,
    /// The password is right.
    LoggedIn,
    /// A token is wanted, not a password.
    OauthRequired,
    /// Too many connections in a short time.
    Rate,
    /// The credential is wrong.
    Rejected,
    /// This sender is not one of the user's.
    SenderRejected,
    /// IMAP, POP3 or SMTP is switched off for this account.
    ServiceDisabled,
    /// The credential cannot be checked just now.
    TemporaryFailure,
    /// A credential was sent, or is wanted, before TLS.
    TlsRequired,
    /// Somebody must log in with a web browser first.
    WebLoginRequired,
}

impl Reply {
    /// The words of Dovecot and Postfix, which a healthy provider uses (`facts/probes.md` §6). IMAP's
    /// are without the tag.
    pub(crate) fn usual(self, service: Service) -> &'static str {
        let (imap, pop3, smtp) = match self {
            Self::AppPasswordRequired => (
                "NO [ALERT] Application-specific password required",
                "-ERR [AUTH] Application-specific password required",
                "534 5.7.9 Application-specific password required",
            ),
            Self::Busy => (
                "* BYE Connection queue full",
                "-ERR [SYS/TEMP] Connection queue full",
                "421 4.7.0 $host Error: too many connections from $peer",
            ),
            Self::Disabled => (
                "NO [CONTACTADMIN] Login disabled for this user",
                "-ERR [AUTH] Login disabled for this user",
                "525 5.7.13 Login disabled for this user",
            ),
            Self::IdRequired => {
                ("NO [CLIENTBUG] Say which client you are by ID first.", "-ERR", "550")
            }
            Self::Limit => (
                "NO [LIMIT] Maximum number of connections from user+IP exceeded",
                "-ERR [IN-USE] Maximum number of connections from user+IP exceeded",
                "454 4.7.0 Maximum number of connections from user+IP exceeded",
            ),
            Self::Locked => (
                "NO [CONTACTADMIN] Too many failed log-ins. Try again later.",
                "-ERR [AUTH] Too many failed log-ins. Try again later.",
                "454 4.7.0 Too many login attempts, please try again later.",
            ),
            Self::LoggedIn => (
                "OK [CAPABILITY $capabilities] Logged in",
                "+OK Logged in.",
                "235 2.7.0 Authentication successful",
            ),
            Self::OauthRequired => (
                "NO [ALERT] Use OAuth2 to log in",
                "-ERR [AUTH] Use OAuth2 to log in",
                "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
            ),
            Self::Rate => (
                "* BYE connection rate from your ip or network too high, slow down please",
                "-ERR [SYS/TEMP] connection rate too high, slow down please",
                "421 4.7.0 $host Error: too many connections from $peer",
            ),
            Self::Rejected => (
                "NO [AUTHENTICATIONFAILED] Authentication failed.",
                "-ERR [AUTH] Authentication failed.",
                "535 5.7.8 Error: authentication failed: (reason unavailable)",
            ),
            Self::SenderRejected => (
                "NO",
                "-ERR",
                "553 5.7.1 <$sender>: Sender address rejected: not owned by user $user",
            ),
            Self::ServiceDisabled => (
                "NO account does not have IMAP access enabled",
                "-ERR pop access not enabled for account",
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled \
                 for the Tenant.",
            ),
            Self::TemporaryFailure => (
                "NO [UNAVAILABLE] Temporary authentication failure. [$host:$time]",
                "-ERR [SYS/TEMP] Temporary authentication failure. [$host:$time]",
                "454 4.7.0 Temporary authentication failure: \
                 Connection lost to authentication server",
            ),
            Self::TlsRequired => (
                "NO [PRIVACYREQUIRED] Cleartext authentication disallowed on non-secure (SSL/TLS) \
                 connections.",
                "-ERR [AUTH] Cleartext authentication disallowed on non-secure (SSL/TLS) \
                 connections.",
                "538 5.7.11 Encryption required for requested authentication mechanism",
            ),
            Self::WebLoginRequired => (
                "NO [ALERT] Please log in via your web browser",
                "-ERR [AUTH] Please log in via your web browser",
                "534 5.7.14 Please log in via your web browser and then try again.",
            ),
        };
        match service {
            Service::Imap => imap,
            Service::Pop3 => pop3,
            Service::Smtp => smtp,
        }
    }
}

/// Words of a real server, or of nobody: `"text"`, or `{ text = "…", source = "…" }`.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected a text, or { text = \"…\", source = \"…\" }")]
pub(crate) enum Words {
    /// With where they are known from.
    Sourced {
        text: Octets,
        #[cfg_attr(not(test), expect(dead_code, reason = "for readers, and for a test"))]
        source: String,
    },
    /// Made up, or described elsewhere.
    Text(Octets),
}

impl Words {
    pub(crate) fn text(&self) -> &[u8] {
        match self {
            Self::Sourced { text, .. } | Self::Text(text) => text.as_ref(),
        }
    }

    #[cfg(test)]
    pub(crate) fn source(&self) -> Option<&str> {
        match self {
            Self::Sourced { source, .. } => Some(source),
            Self::Text(_) => None,
        }
    }
}
