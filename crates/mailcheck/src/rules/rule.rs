//! What a rule is, and the list of all.

use crate::evidence::{EndpointView, Evidence};
use crate::report::{Advice, Severity};

use super::{
    capability, certificate, circle, connect, denied, dns, exchange, greeting, intercepted, limits,
    login, send, session, settings, submission, tls, token, typing, username,
};

/// One fault and how to recognise it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The contract's id, `stage.fault`.
    pub id: &'static str,
    /// How grave.
    pub severity: Severity,
    /// The standard or source behind it.
    pub reference: &'static str,
    /// The judgement.
    pub(super) judge: Judge,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Judge {
    /// Each chosen endpoint by itself, and the run as a whole.
    Both { endpoint: fn(&EndpointView<'_>) -> Option<Advice>, run: fn(&Evidence) -> Option<Advice> },
    /// Each chosen endpoint by itself.
    Endpoint(fn(&EndpointView<'_>) -> Option<Advice>),
    /// The run as a whole, which can have the fault more than once.
    Each(fn(&Evidence) -> Vec<Advice>),
    /// The run as a whole.
    Run(fn(&Evidence) -> Option<Advice>),
}

/// Every rule, in the order of the stages.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

static ALL: &[&Rule] = &[
    &settings::NOT_FOUND,
    &settings::BROKEN_DOCUMENT,
    &settings::FORGEABLE_SOURCE,
    &settings::INSECURE,
    &settings::STARTTLS_PREFERRED,
    &settings::STALE,
    &settings::CONFLICT,
    &settings::RECORD_ODD,
    &typing::LOOK_ALIKE,
    &dns::NAME_NOT_FOUND,
    &dns::NO_ANSWER,
    &dns::BOGUS,
    &submission::BLOCKED,
    &connect::REFUSED,
    &connect::FILTERED,
    &connect::UNREACHABLE,
    &connect::ADDRESS_DEAD,
    &greeting::DROPPED,
    &greeting::SLOW,
    &greeting::SILENT,
    &greeting::NOT_MAIL,
    &greeting::OTHER_SERVICE,
    &greeting::BUSY,
    &greeting::REFUSED,
    &tls::WRONG_KIND,
    &tls::STARTTLS_NOT_OFFERED,
    &tls::STARTTLS_REFUSED,
    &tls::STARTTLS_INJECTION,
    &tls::HANDSHAKE_FAILED,
    &tls::VERSION_OBSOLETE,
    &intercepted::INTERCEPTED,
    &certificate::EXPIRED,
    &certificate::NOT_YET_VALID,
    &certificate::EXPIRES_SOON,
    &certificate::NAME_MISMATCH,
    &certificate::SELF_SIGNED,
    &certificate::UNKNOWN_ISSUER,
    &certificate::CHAIN_INCOMPLETE,
    &certificate::WEAK,
    &certificate::DIFFER,
    &login::NO_MECHANISM,
    &login::MECHANISM_UNUSABLE,
    &login::MECHANISM_BROKEN,
    &login::WOULD_BE_IN_CLEAR,
    &login::ALLOWED_IN_CLEAR,
    &login::TOO_SOON,
    &denied::LOCKED,
    &denied::RESTRICTED,
    &denied::APP_PASSWORD_REQUIRED,
    &denied::OAUTH_REQUIRED,
    &denied::WEB_LOGIN_REQUIRED,
    &denied::SERVICE_DISABLED,
    &username::USERNAME_FORM,
    &exchange::SERVER_UNPROVED,
    &exchange::EXCHANGE_FAILED,
    &token::TOKEN_REFUSED,
    &token::CERTIFICATE_REFUSED,
    &login::REJECTED,
    &login::TEMPORARY_FAILURE,
    &typing::TYPING,
    &session::REFUSED,
    &session::ID_REQUIRED,
    &session::MAILBOX_FULL,
    &session::MAILBOX_NEARLY_FULL,
    &session::PREFIX,
    &send::SENDER_REJECTED,
    &send::RELAY_DENIED,
    &send::RECIPIENT_REJECTED,
    &circle::REFUSED,
    &send::DEFERRED,
    &send::NOT_AUTHENTICATED,
    &circle::NOT_TESTED,
    &circle::NOT_DELIVERED,
    &circle::JUNKED,
    &circle::AUTHENTICATION_FAILED,
    &circle::NOT_ENCRYPTED,
    &circle::DELIVERED,
    &settings::POP3_ONLY,
    &limits::NOT_RESTORED,
    &limits::LOW,
    &limits::TOO_MANY,
    &limits::MEASURED,
    &limits::NOT_DETERMINED,
    &capability::MISSING,
    &circle::IDLE_SILENT,
];
