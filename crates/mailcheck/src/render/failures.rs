//! What failed, in the words of protocols and operating systems: short, the same in every language, and
//! known to every helpdesk.

use crate::evidence::{
    ConnectFailure, FetchFailure, LookupFailure, ReadFailure, TlsFailure, Unusable,
};

pub(super) fn lookup(why: &LookupFailure) -> String {
    match why {
        LookupFailure::Bogus => "DNSSEC bogus".to_owned(),
        LookupFailure::NoAnswer => "ETIMEDOUT".to_owned(),
        LookupFailure::NotFound => "NXDOMAIN".to_owned(),
        LookupFailure::Other { text } => text.clone(),
        LookupFailure::ServerError { code } => code.clone(),
        LookupFailure::Stopped => "—".to_owned(),
    }
}

pub(super) fn read(why: &ReadFailure) -> String {
    match why {
        ReadFailure::Closed => "EOF".to_owned(),
        ReadFailure::Garbled { text } => text.to_string(),
        ReadFailure::Other { text } => text.clone(),
        ReadFailure::Reset => "ECONNRESET".to_owned(),
        ReadFailure::Stopped => "—".to_owned(),
        ReadFailure::TimedOut => "ETIMEDOUT".to_owned(),
        ReadFailure::TooLong { octets } => format!("> {octets} B"),
    }
}

pub(super) fn connect(why: &ConnectFailure) -> String {
    match why {
        ConnectFailure::NoRoute => "ENETUNREACH".to_owned(),
        ConnectFailure::Other { text, .. } => text.clone(),
        ConnectFailure::Refused => "ECONNREFUSED".to_owned(),
        ConnectFailure::Reset => "ECONNRESET".to_owned(),
        ConnectFailure::Stopped => "—".to_owned(),
        ConnectFailure::TimedOut => "ETIMEDOUT".to_owned(),
        ConnectFailure::Unreachable => "EHOSTUNREACH".to_owned(),
    }
}

pub(super) fn tls(why: &TlsFailure) -> String {
    match why {
        TlsFailure::Alert { name } => format!("TLS alert {name}"),
        TlsFailure::Certificate { text } | TlsFailure::Other { text } => text.clone(),
        TlsFailure::Closed => "EOF".to_owned(),
        TlsFailure::PlainText { text, .. } => text.to_string(),
        TlsFailure::Reset => "ECONNRESET".to_owned(),
        TlsFailure::Stopped => "—".to_owned(),
        TlsFailure::TimedOut => "ETIMEDOUT".to_owned(),
    }
}

/// Why a page could not be fetched, in the words of protocols: the same in every language.
pub fn fetch(why: &FetchFailure) -> String {
    match why {
        FetchFailure::Connect { why } => connect(why),
        FetchFailure::Lookup { host, why } => format!("{host}: {}", lookup(why)),
        FetchFailure::PrivateAddress { host } => format!("{host}: private address"),
        FetchFailure::Read { why } => read(why),
        FetchFailure::Redirect { to, endless: true } => format!("redirects without end: {to}"),
        FetchFailure::Redirect { to, endless: false } => format!("redirect to no web page: {to}"),
        FetchFailure::Status { status } => format!("HTTP {status}"),
        FetchFailure::Stopped => "—".to_owned(),
        FetchFailure::Tls { why } => tls(why),
    }
}

pub(super) fn unusable(why: &Unusable) -> String {
    match why {
        Unusable::CaptivePortal => "captive portal".to_owned(),
        Unusable::DigestMismatch => "digest mismatch".to_owned(),
        Unusable::HtmlPage => "HTML page".to_owned(),
        Unusable::Malformed { text } => text.clone(),
        Unusable::NoServer => "no mail server in it".to_owned(),
        Unusable::WantsLogin => "HTTP 401".to_owned(),
        Unusable::WildcardDns => "wildcard DNS".to_owned(),
    }
}
