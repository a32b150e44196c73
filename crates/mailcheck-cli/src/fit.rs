//! Whether the mechanism of `--auth` can be used with what there is to log in with.

use mailcheck::evidence::Mechanism;

use crate::args::Login;
use crate::complaint::{Complaint, Message};
use crate::{password, token};

/// What there is to log in with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Given {
    Certificate,
    Password,
    Token,
}

impl Given {
    /// What the call gives: a token comes before a password, and a certificate logs in alone.
    fn of(login: &Login, has_certificate: bool) -> Self {
        if token::is_named(login) {
            Self::Token
        } else if has_certificate && password::is_asked_for(login) {
            Self::Certificate
        } else {
            Self::Password
        }
    }

    /// What a mechanism takes.
    fn taken_by(mechanism: Mechanism) -> Self {
        if mechanism.takes_token() {
            Self::Token
        } else if mechanism == Mechanism::External {
            Self::Certificate
        } else {
            Self::Password
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Password => "password",
            Self::Token => "token",
        }
    }

    /// The mechanisms that take it.
    fn mechanisms(self) -> Vec<String> {
        let fits = Mechanism::ALL.into_iter().filter(|it| Self::taken_by(*it) == self);
        fits.map(|it| it.name().to_owned()).collect()
    }
}

/// Finds fault with a mechanism that no server could take what is given by.
pub(crate) fn check(login: &Login, has_certificate: bool) -> Result<(), Complaint> {
    let Some(mechanism) = login.auth.filter(|_| !login.no_login) else { return Ok(()) };
    let (given, taken) = (Given::of(login, has_certificate), Given::taken_by(mechanism));
    if given == taken {
        return Ok(());
    }
    let message = Message::new("auth-other-credential").with("mechanism", mechanism.name());
    let message = message.with("given", given.name()).with("taken", taken.name());
    Err(message.with("names", given.mechanisms()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mechanism_takes_one_kind() {
        let all = [Given::Certificate, Given::Password, Given::Token].map(Given::mechanisms);
        assert_eq!(all.concat().len(), Mechanism::ALL.len());
        assert_eq!(Given::Token.mechanisms(), ["OAUTHBEARER", "XOAUTH2"]);
        assert_eq!(Given::Certificate.mechanisms(), ["EXTERNAL"]);
    }
}
