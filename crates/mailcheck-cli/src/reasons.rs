//! Why something did not work, in the language of the call. In English errors speak for themselves.

use std::error::Error;
use std::io;

use mailcheck::clients::Client;
use mailcheck::compare::LoadReportError;
use mailcheck::evidence::{LoadEvidenceError, Mechanism};
use mailcheck::model::{ParseAddressError, ParseEndpointError, ParseHostError, Source};
use mailcheck::net::{AddPemError, ClientCertificateError, InternetError};
use mailcheck::probe::ParseWebAddressError;
use mailcheck::render::{Lang, ParseLangError, Words};
use mailcheck_mock::{ReadRecordingError, ReadScenarioError, StartError};
use mailcheck_presets::probe::JournalError;
use mailcheck_presets::{ParseShardError, ReadBaselineError};

use crate::args::ValueError;
use crate::complaint::Message;
use crate::devices::{MOST, ParseDeviceError, ids};
use crate::limits::MeasureError;
use crate::mock::args::DomainError;
use crate::oauth;
use crate::oauth::args::{ClientIdError, TenantError, WhoseError};
use crate::tongue;

/// Why, in the language of the call.
pub(crate) fn of(why: &(dyn Error + 'static)) -> String {
    told(why, tongue::words())
}

/// Why, in these words. What nobody has words for says itself what it is.
pub(crate) fn told(why: &(dyn Error + 'static), words: &Words) -> String {
    let message = if words.lang() == Lang::En { None } else { message(why, words) };
    message.map_or_else(|| why.to_string(), |message| message.told(words))
}

fn message(why: &(dyn Error + 'static), words: &Words) -> Option<Message> {
    if let Some(why) = why.downcast_ref::<io::Error>() {
        return of_system(why);
    }
    if let Some(why) = why.downcast_ref::<serde_json::Error>() {
        return Some(json(why));
    }
    if let Some(why) = why.downcast_ref() {
        return address(why, words);
    }
    if let Some(why) = why.downcast_ref() {
        return host(why);
    }
    if let Some(why) = why.downcast_ref() {
        return endpoint(why, words);
    }
    if let Some(why) = why.downcast_ref() {
        return value(why, words);
    }
    if let Some(why) = why.downcast_ref::<MeasureError>() {
        return Some(Message::new(match why {
            MeasureError::NoIp => "why-no-ip",
            MeasureError::NotOfOneDevice => "why-not-of-one-device",
            MeasureError::NoNumber => "why-no-number-of-connections",
        }));
    }
    if let Some(why) = why.downcast_ref() {
        return evidence(why, words);
    }
    if let Some(why) = why.downcast_ref() {
        return report(why, words);
    }
    if let Some(why) = why.downcast_ref() {
        return roots(why);
    }
    if let Some(why) = why.downcast_ref() {
        return own_certificate(why);
    }
    if let Some(why) = why.downcast_ref() {
        return scenario(why, words);
    }
    if let Some(why) = why.downcast_ref() {
        return recording(why, words);
    }
    if let Some(why) = why.downcast_ref() {
        return start(why, words);
    }
    if let Some(InternetError::SystemConfiguration { text }) = why.downcast_ref() {
        return Some(Message::new("why-resolver").with("text", text.as_str()));
    }
    if let Some(why) = why.downcast_ref() {
        return Some(device(why));
    }
    if let Some(why) = why.downcast_ref() {
        return whose(why, words);
    }
    if let Some(why) = why.downcast_ref() {
        return journal(why);
    }
    if why.is::<ClientIdError>() {
        return Some(Message::new("why-empty-client-id"));
    }
    if why.is::<TenantError>() {
        return Some(Message::new("why-tenant"));
    }
    if why.is::<DomainError>() {
        return Some(Message::new("why-domain"));
    }
    if why.is::<ParseShardError>() {
        return Some(Message::new("why-shard"));
    }
    if let Some(why) = why.downcast_ref() {
        return baseline(why, words);
    }
    if why.is::<ParseLangError>() {
        return Some(Message::new("why-lang"));
    }
    if why.is::<std::net::AddrParseError>() {
        return Some(Message::new("why-ip"));
    }
    None
}

fn journal(why: &JournalError) -> Option<Message> {
    Some(match why {
        JournalError::Busy => Message::new("why-journal-busy"),
        JournalError::Damaged { line } => {
            let line = i64::try_from(*line).unwrap_or(i64::MAX);
            Message::new("why-journal-damaged").with("line", line)
        }
        JournalError::Io(why) => return of_system(why),
        JournalError::NotAJournal => Message::new("why-no-journal"),
        JournalError::OtherServers => Message::new("why-journal-of-others"),
        JournalError::OtherVersion { version } => {
            Message::new("why-journal-version").with("version", version.as_str())
        }
        _later => return None,
    })
}

/// The operating system's errors. With their number, for they are looked up by it.
fn of_system(why: &io::Error) -> Option<Message> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is the standard library's")]
    let key = match why.kind() {
        io::ErrorKind::AlreadyExists => "why-already-exists",
        io::ErrorKind::BrokenPipe => "why-broken-pipe",
        // Our own, where it has no number.
        io::ErrorKind::InvalidInput if why.raw_os_error().is_none() => "why-not-regular",
        io::ErrorKind::InvalidData => "why-not-utf8",
        io::ErrorKind::IsADirectory => "why-directory",
        io::ErrorKind::NotADirectory => "why-not-directory",
        io::ErrorKind::NotFound => "why-not-found",
        io::ErrorKind::PermissionDenied => "why-denied",
        io::ErrorKind::QuotaExceeded | io::ErrorKind::StorageFull => "why-full",
        io::ErrorKind::ReadOnlyFilesystem => "why-read-only",
        _ => return None,
    };
    let number = why.raw_os_error().map_or_else(|| "none".to_owned(), |number| number.to_string());
    Some(Message::new(key).with("number", number))
}

fn json(why: &serde_json::Error) -> Message {
    let place = |number: usize| number.to_string();
    let key = if why.is_eof() { "why-json-ends" } else { "why-json" };
    Message::new(key).with("line", place(why.line())).with("column", place(why.column()))
}

fn address(why: &ParseAddressError, words: &Words) -> Option<Message> {
    let key = match why {
        ParseAddressError::BadDomain(why) => {
            return Some(Message::new("why-bad-domain").with("why", told(why, words)));
        }
        ParseAddressError::BlankInLocalPart => "why-blank",
        ParseAddressError::DomainIsAnAddress => "why-domain-is-address",
        ParseAddressError::EmptyDomain => "why-empty-domain",
        ParseAddressError::EmptyLocalPart => "why-empty-local-part",
        ParseAddressError::LocalPartTooLong { .. } => "why-local-part-too-long",
        ParseAddressError::Mailto => "why-mailto",
        ParseAddressError::NoAt => "why-no-at",
        ParseAddressError::SeveralAt => "why-several-at",
        _later => return None,
    };
    Some(Message::new(key))
}

fn host(why: &ParseHostError) -> Option<Message> {
    let key = match why {
        ParseHostError::BadLabel { label } => {
            return Some(Message::new("why-label").with("label", format!("{label:?}")));
        }
        ParseHostError::Empty => "why-empty-host",
        ParseHostError::NotAName => "why-not-a-name",
        ParseHostError::NotAnAddress => "why-not-an-address",
        ParseHostError::TooLong { .. } => "why-host-too-long",
        _later => return None,
    };
    Some(Message::new(key))
}

fn web_address(why: &ParseWebAddressError) -> Option<Message> {
    let key = match why {
        ParseWebAddressError::Empty => "why-empty-web-address",
        ParseWebAddressError::NotAnAddress => "why-no-web-address",
        ParseWebAddressError::OtherScheme { scheme } => {
            return Some(Message::new("why-other-scheme").with("scheme", scheme.as_str()));
        }
        ParseWebAddressError::TooLong { .. } => "why-web-address-too-long",
        ParseWebAddressError::Unprintable => "why-unprintable",
        _later => return None,
    };
    Some(Message::new(key))
}

fn whose(why: &WhoseError, words: &Words) -> Option<Message> {
    match why {
        WhoseError::Address(why) => address(why, words),
        WhoseError::Domain(why) => host(why),
        WhoseError::NoIssuer => Some(Message::new("why-no-issuer")),
        WhoseError::NotHttps => Some(Message::new("why-not-https")),
        WhoseError::Unknown => {
            Some(Message::new("why-no-tokens").with("names", oauth::args::provider_names()))
        }
    }
}

fn endpoint(why: &ParseEndpointError, words: &Words) -> Option<Message> {
    Some(match why {
        ParseEndpointError::BadHost(why) => return host(why).or_else(|| message(why, words)),
        ParseEndpointError::BadPort { text } => {
            Message::new("why-port").with("port", format!("{text:?}"))
        }
        ParseEndpointError::HasScheme { scheme } => {
            Message::new("why-scheme").with("scheme", scheme.as_str())
        }
        ParseEndpointError::NoBrackets => Message::new("why-no-brackets"),
        ParseEndpointError::OpenBracket => Message::new("why-open-bracket"),
        ParseEndpointError::UnknownSecurity { word } => {
            Message::new("why-security").with("word", format!("{word:?}"))
        }
        _later => return None,
    })
}

fn value(why: &ValueError, words: &Words) -> Option<Message> {
    let key = match why {
        ValueError::BadAddress(why) => return address(why, words),
        ValueError::BadDomain(why) => return host(why),
        ValueError::BadWebAddress(why) => return web_address(why),
        ValueError::DomainIsAnAddress => "why-domain-is-ip",
        ValueError::WebAddress => "why-domain-is-web-address",
        ValueError::EmptyUsername => "why-empty-username",
        // It is in the language of the call already.
        ValueError::Mistyped(_) => return None,
        ValueError::NoAddress => "why-no-address",
        ValueError::BadHost(why) => {
            return Some(Message::new("why-bad-host").with("why", told(why, words)));
        }
        ValueError::BadNameserver => "why-nameserver",
        ValueError::BadSeconds => "why-seconds",
        ValueError::UnknownMechanism => {
            let names: Vec<String> = Mechanism::ALL.map(|it| it.name().to_owned()).into();
            return Some(Message::new("why-mechanism").with("names", names));
        }
        ValueError::UnknownFault => "why-fault",
        ValueError::NameOfOne => "why-name-of-one",
        ValueError::UnknownClient => {
            let names: Vec<String> = Client::ALL.map(|it| it.name().to_owned()).into();
            return Some(Message::new("why-client").with("names", names));
        }
        ValueError::UnknownRule => "why-rule",
        ValueError::UnknownProvider => "why-provider",
        ValueError::UnknownSource => {
            let names: Vec<String> = Source::ALL.map(|it| it.name().to_owned()).into();
            return Some(Message::new("why-source").with("names", names));
        }
    };
    Some(Message::new(key))
}

fn device(why: &ParseDeviceError) -> Message {
    match why {
        ParseDeviceError::BadCount => {
            Message::new("why-device-count").with("most", MOST.to_string())
        }
        ParseDeviceError::Unknown => Message::new("why-device").with("names", ids()),
    }
}

fn evidence(why: &LoadEvidenceError, words: &Words) -> Option<Message> {
    Some(match why {
        LoadEvidenceError::NotEvidence(why) => {
            Message::new("why-not-evidence").with("why", told(why, words))
        }
        LoadEvidenceError::OtherSchema { schema } => {
            Message::new("why-schema").with("schema", format!("{schema:?}"))
        }
        LoadEvidenceError::UnknownEndpoint => Message::new("why-unknown-endpoint"),
        _later => return None,
    })
}

fn report(why: &LoadReportError, words: &Words) -> Option<Message> {
    Some(match why {
        LoadReportError::Damaged(why) => Message::new("why-damaged").with("why", told(why, words)),
        LoadReportError::NotReport(why) => {
            Message::new("why-not-report").with("why", told(why, words))
        }
        LoadReportError::OtherSchema { schema } => {
            Message::new("why-schema").with("schema", format!("{schema:?}"))
        }
        LoadReportError::UnknownEndpoint => Message::new("why-unknown-endpoint"),
        _later => return None,
    })
}

fn baseline(why: &ReadBaselineError, words: &Words) -> Option<Message> {
    Some(match why {
        ReadBaselineError::NotABaseline(why) => {
            Message::new("why-not-baseline").with("why", told(why, words))
        }
        ReadBaselineError::OtherSchema { schema } => {
            Message::new("why-schema").with("schema", format!("{schema:?}"))
        }
        _later => return None,
    })
}

fn own_certificate(why: &ClientCertificateError) -> Option<Message> {
    Some(match why {
        ClientCertificateError::LockedKey => Message::new("why-locked-key"),
        ClientCertificateError::NoCertificate => Message::new("why-no-certificate"),
        ClientCertificateError::NoKey => Message::new("why-no-key"),
        ClientCertificateError::NotPem { text } => {
            Message::new("why-no-pem").with("text", text.as_str())
        }
        ClientCertificateError::OtherKey => Message::new("why-other-key"),
        ClientCertificateError::Unusable { text } => {
            Message::new("why-no-own-certificate").with("text", text.as_str())
        }
        _later => return None,
    })
}

fn roots(why: &AddPemError) -> Option<Message> {
    Some(match why {
        AddPemError::NoCertificate => Message::new("why-no-certificate"),
        AddPemError::NotARoot { text } => Message::new("why-no-root").with("text", text.as_str()),
        AddPemError::NotPem { text } => Message::new("why-no-pem").with("text", text.as_str()),
        _later => return None,
    })
}

fn scenario(why: &ReadScenarioError, words: &Words) -> Option<Message> {
    match why {
        ReadScenarioError::Unreadable { file, why } => Some(unreadable(file, why, words)),
        // What is wrong in a file is told with the words that it is written in.
        ReadScenarioError::Unknown { .. } | ReadScenarioError::Wrong { .. } | _ => None,
    }
}

fn recording(why: &ReadRecordingError, words: &Words) -> Option<Message> {
    Some(match why {
        ReadRecordingError::Empty { file } => {
            Message::new("why-empty-recording").with("file", file.as_str())
        }
        ReadRecordingError::Other { file } => {
            Message::new("why-no-recording").with("file", file.as_str())
        }
        ReadRecordingError::Unreadable { file, why } => unreadable(file, why, words),
        ReadRecordingError::Wrong { .. } | _ => return None,
    })
}

fn unreadable(file: &str, why: &io::Error, words: &Words) -> Message {
    Message::new("why-unreadable").with("file", file).with("why", told(why, words))
}

fn start(why: &StartError, words: &Words) -> Option<Message> {
    let (key, door, at) = match why {
        StartError::Busy { door, addr } => ("why-busy", door, addr.to_string()),
        StartError::Forbidden { door, addr } => ("why-forbidden", door, addr.to_string()),
        StartError::NotHere { door, addr } => ("why-not-here", door, addr.ip().to_string()),
        StartError::Listen { door, addr, why } => {
            let message = Message::new("why-no-listening").with("door", door.to_string());
            return Some(message.with("at", addr.to_string()).with("why", told(why, words)));
        }
        StartError::Socket(why) => {
            return Some(Message::new("why-socket").with("why", told(why, words)));
        }
        StartError::Certificate(_)
        | StartError::Dns(_)
        | StartError::Document(_)
        | StartError::Page(_)
        | StartError::Tls(_)
        | _ => return None,
    };
    Some(Message::new(key).with("door", door.to_string()).with("at", at))
}

#[cfg(test)]
#[path = "reasons/tests.rs"]
mod tests;
