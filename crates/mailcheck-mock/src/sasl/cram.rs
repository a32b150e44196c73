//! CRAM-MD5: a fresh challenge, hashed with the password (RFC 2195 §2).

use hmac::Hmac;
use hmac::Mac;
use md5::Md5;

use crate::sasl::Claim;
use crate::sasl::Step;
use crate::sasl::Talk;
use crate::site::Account;

pub(super) struct Cram<'a> {
    pub(super) accounts: &'a [Account],
    /// In the form of a message id, and never the same.
    pub(super) challenge: String,
}

impl Talk for Cram<'_> {
    fn opening(&self) -> Vec<u8> {
        self.challenge.clone().into_bytes()
    }

    fn hear(&mut self, answer: &[u8]) -> Step {
        // The user may have spaces in the name, the digest not.
        let Some(space) = answer.iter().rposition(|&octet| octet == b' ') else {
            return Step::Malformed;
        };
        let (user, digest) = (&answer[..space], unhexed(&answer[space + 1..]));
        let Some(digest) = digest else { return Step::Malformed };
        let is_right = self.accounts.iter().any(|account| {
            let password = account.password.as_deref().filter(|_| account.is_called(user));
            password.is_some_and(|password| self.expects(password, &digest))
        });
        Step::Done(Claim { user: user.to_owned(), is_right })
    }
}

impl Cram<'_> {
    fn expects(&self, password: &str, digest: &[u8]) -> bool {
        // Never fails: HMAC takes a key of any length.
        let Ok(mac) = Hmac::<Md5>::new_from_slice(password.as_bytes()) else { return false };
        mac.chain_update(&self.challenge).verify_slice(digest).is_ok()
    }
}

fn unhexed(text: &[u8]) -> Option<Vec<u8>> {
    let digits = |pair: &[u8]| match *pair {
        [high, low] => Some(16 * char::from(high).to_digit(16)? + char::from(low).to_digit(16)?),
        _ => None,
    };
    text.chunks(2).map(|pair| u8::try_from(digits(pair)?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_2195_is_right() {
        let accounts = [Account::with_password("tim", "tanstaaftanstaaf")];
        let hear = |answer: &[u8]| {
            let challenge = "<1896.697170952@postoffice.reston.mci.net>".to_owned();
            Cram { accounts: &accounts, challenge }.hear(answer)
        };
        let claimed = |user: &str, is_right| Step::Done(Claim { user: user.into(), is_right });
        assert_eq!(hear(b"tim b913a602c7eda7a495b4e6e7334d3890"), claimed("tim", true));
        assert_eq!(hear(b"tim b913a602c7eda7a495b4e6e7334d3891"), claimed("tim", false));
        assert_eq!(hear(b"tom b913a602c7eda7a495b4e6e7334d3890"), claimed("tom", false));
        assert_eq!(hear(b"tim "), claimed("tim", false));
        assert_eq!(hear(b"tim b91"), Step::Malformed);
        assert_eq!(hear(b"tim b913a602c7eda7a495b4e6e7334d389+"), Step::Malformed);
        assert_eq!(hear(b"b913a602c7eda7a495b4e6e7334d3890"), Step::Malformed);
    }
}
