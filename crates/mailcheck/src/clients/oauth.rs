//! The servers that clients are registered with for OAuth: the list is in the program, and what a
//! document says of OAuth is not read.

use crate::model::Host;

/// Whether Thunderbird is registered with a server. Entries stand for all below them, too.
pub(super) fn thunderbird(host: &Host) -> bool {
    is_within(host, &THUNDERBIRD)
}

/// Whether Thunderbird for Android is.
pub(super) fn android(host: &Host) -> bool {
    ANDROID.contains(&host.as_str())
}

fn is_within(host: &Host, list: &[&str]) -> bool {
    let rest = |entry: &str| host.as_str().strip_suffix(entry);
    list.iter().filter_map(|entry| rest(entry)).any(|it| it.is_empty() || it.ends_with('.'))
}

/// `mailnews/base/src/OAuth2Providers.sys.mjs` of comm-central, without calendars and address books.
const THUNDERBIRD: [&str; 23] = [
    "aol.com",
    "att.net",
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "imap.comcast.net",
    "imap.fastmail.com",
    "imap.mail.ru",
    "imap.seznam.cz",
    "imap.yandex.com",
    "office365.com",
    "outlook.com",
    "pop.comcast.net",
    "pop.fastmail.com",
    "pop3.seznam.cz",
    "smtp.comcast.net",
    "smtp.fastmail.com",
    "smtp.mail.ru",
    "smtp.seznam.cz",
    "smtp.yandex.com",
    "stage-thundermail.com",
    "thundermail.com",
    "yahoo.com",
];

/// `TbOAuthConfigurationFactory.kt` of thunderbird-android.
const ANDROID: [&str; 16] = [
    "imap.aol.com",
    "imap.fastmail.com",
    "imap.gmail.com",
    "imap.googlemail.com",
    "imap.mail.yahoo.com",
    "mail.stage-thundermail.com",
    "mail.tb.pro",
    "mail.thundermail.com",
    "outlook.office365.com",
    "smtp-mail.outlook.com",
    "smtp.aol.com",
    "smtp.fastmail.com",
    "smtp.gmail.com",
    "smtp.googlemail.com",
    "smtp.mail.yahoo.com",
    "smtp.office365.com",
];
