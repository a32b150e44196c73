//! The rules about claims, one file each.

pub(super) mod authentication_not_offered;
pub(super) mod best_authentication_not_offered;
pub(super) mod better_authentication_offered;
pub(super) mod encryption_offered;

use mailcheck::model::Authentication;
use mailcheck::report::Advice;

use super::Seen;

/// The word for a kind of log-in by which texts tell what to enter instead.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others have one text")]
fn case_of(way: &Authentication) -> &'static str {
    match way {
        Authentication::PasswordCleartext => "cleartext",
        Authentication::PasswordEncrypted => "encrypted",
        Authentication::OAuth2 => "oauth2",
        _other => "other",
    }
}

/// Says what the server offers instead, as it would have to be entered, and in its own words.
fn offering(advice: Advice, seen: &Seen<'_>) -> Advice {
    let ways = [
        Authentication::OAuth2,
        Authentication::PasswordCleartext,
        Authentication::PasswordEncrypted,
        Authentication::Gssapi,
        Authentication::Ntlm,
    ];
    let usable = ways.iter().filter(|way| seen.offered.has(way) == Some(true));
    let usable: Vec<String> = usable.map(|way| way.name().to_owned()).collect();
    let instead = if usable.is_empty() { "nothing" } else { "something" };
    let advice = advice.arg("instead", instead).arg("usable", usable);
    advice.arg("offered", seen.offered.ways.clone())
}
