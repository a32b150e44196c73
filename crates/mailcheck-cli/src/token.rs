//! A bearer token of OAuth2 instead of a password (RFC 6750): where it comes from, and whether it can be one.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, ValueHint};
use jiff::Timestamp;
use mailcheck::model::Secret;
use mailcheck::probe::Account;
use mailcheck::render::Words;
use mailcheck::report::Arg;
use zeroize::Zeroizing;

use crate::args::Login;
use crate::complaint::{Complaint, Message};
use crate::keyring;
use crate::password::{self, Kind};

#[derive(Args, Debug)]
#[expect(clippy::struct_field_names, reason = "fields are named as the options are")]
pub(crate) struct Token {
    /// Read a bearer token of OAuth2 from standard input, to log in with instead of a password
    #[arg(long, conflicts_with = "no_login")]
    pub(crate) oauth_token_stdin: bool,
    /// Run a command that prints such a token
    #[arg(long, value_name = "CMD", conflicts_with = "no_login")]
    #[arg(value_hint = ValueHint::CommandString)]
    pub(crate) oauth_token_command: Option<String>,
    /// Read such a token from the system's keyring, where `mailcheck oauth ADDRESS --keyring` puts it (only
    /// in builds with the feature `keyring`)
    #[arg(long, conflicts_with = "no_login")]
    pub(crate) oauth_token_keyring: bool,
}

/// Whether an option names a source of a token.
pub(crate) fn is_named(login: &Login) -> bool {
    let Token { oauth_token_stdin, oauth_token_command, oauth_token_keyring } = &login.token;
    *oauth_token_stdin || *oauth_token_keyring || oauth_token_command.is_some()
}

/// Gets the token from the option that names a source, if one does.
///
/// # Errors
///
/// A [`Complaint`] when there is none, when it cannot be one, or when it says itself that it has expired by
/// now; the last is no matter with `--force`.
pub(crate) async fn get(
    login: &Login,
    account: &Account,
    now: Timestamp,
    patience: Duration,
    words: &Words,
) -> Result<Option<Secret>, Complaint> {
    if !is_named(login) {
        return Ok(None);
    }
    let Token { oauth_token_command, oauth_token_keyring, .. } = &login.token;
    let names = names(account);
    if names.is_empty() {
        return Err(password::without_name(Kind::Token));
    }
    let token = if *oauth_token_keyring {
        keyring::get(names, patience).await?
    } else {
        let read = match oauth_token_command {
            Some(command) => password::run(Kind::Token, command, patience, words).await,
            None => password::from_stdin(Kind::Token),
        };
        read.map_err(|why| why.about(Kind::Token))?
    };
    check(&token)?;
    match expiry(&token) {
        Some(at) if at <= now && !login.force => {
            let message = Message::new("token-expired").with("at", Arg::Date(at));
            Err(message.with("now", Arg::Date(now)).into())
        }
        Some(_) | None => Ok(Some(token)),
    }
}

/// Whose token it can be: the log-in name's, else the address's, by which one signs in for it.
fn names(account: &Account) -> Vec<String> {
    let address = account.address.as_ref().map(ToString::to_string);
    let mut names: Vec<_> = account.username.iter().cloned().chain(address).collect();
    names.dedup();
    names
}

/// Whether all of it can stand behind the word Bearer (RFC 6750 §2.1). More characters are let pass than
/// stand there, as no server minds, but for those that end a token or a line.
pub(crate) fn check(token: &Secret) -> Result<(), Complaint> {
    match token.expose().chars().position(|letter| !letter.is_ascii_graphic()) {
        None => Ok(()),
        Some(at) => {
            let at = at.saturating_add(1).to_string();
            Err(Message::new("token-character").with("at", at).into())
        }
    }
}

/// When it expires, if it is a JSON Web Token that says so (RFC 7519 §4.1.4). Who signed it does not matter
/// here: it is believed only as far as not sending it.
fn expiry(token: &Secret) -> Option<Timestamp> {
    let mut parts = token.expose().split('.');
    let (Some(_header), Some(claims), Some(_signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let claims = Zeroizing::new(URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?);
    let Claims { exp } = serde_json::from_slice(&claims).ok()?;
    // It may have a fraction, which is of no use here.
    #[expect(clippy::cast_possible_truncation, reason = "what is out of range is no time")]
    let seconds = exp.trunc() as i64;
    Timestamp::from_second(seconds).ok()
}

/// The one claim that is read.
#[derive(serde::Deserialize)]
struct Claims {
    /// Seconds since 1970.
    exp: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> Secret {
        Secret::new(format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)))
    }

    #[test]
    fn a_token_says_when_it_expires() {
        for claims in [r#"{"exp":1700000000}"#, r#"{"sub":"you","exp":1700000000.5,"x":[]}"#] {
            let at = expiry(&jwt(claims)).expect(claims);
            assert_eq!(at.as_second(), 1_700_000_000);
        }
    }

    #[test]
    fn what_does_not_say_when_is_not_guessed_at() {
        for claims in ["{}", "[]", "", "{\"exp\":\"soon\"}", "{\"exp\":1e300}", "{\"exp\":null}"] {
            assert_eq!(expiry(&jwt(claims)), None, "{claims}");
        }
        for token in ["ya29.a0AfB_byC", "abc", "a.b", "a.%%%.c", "a.e30.c.d", "...."] {
            assert_eq!(expiry(&Secret::new(token.to_owned())), None, "{token}");
        }
    }

    #[test]
    fn what_cannot_be_a_token_is_refused() {
        for (token, at) in
            [("ab c", "3"), (" abc", "1"), ("ab\u{7f}", "3"), ("abé", "3"), ("a\0", "2")]
        {
            let why = check(&Secret::new(token.to_owned())).expect_err(token);
            let why = format!("{why:?}");
            assert!(why.contains("token-character") && why.contains(at), "{why}");
        }
        assert!(check(&Secret::new("ya29.a0-_~+/=".to_owned())).is_ok());
    }
}
