//! PLAIN and LOGIN: the password itself is shown.

use crate::sasl::Claim;
use crate::sasl::Step;
use crate::sasl::Talk;
use crate::sasl::is_self;
use crate::site::Account;

/// One message of three parts (RFC 4616 §2).
pub(super) struct Plain<'a> {
    pub(super) accounts: &'a [Account],
}

impl Talk for Plain<'_> {
    fn hear(&mut self, answer: &[u8]) -> Step {
        let mut parts = answer.split(|&octet| octet == 0);
        let (Some(on_behalf_of), Some(user), Some(password), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Step::Malformed;
        };
        let is_right = knows(self.accounts, user, password) && is_self(user, on_behalf_of);
        Step::Done(Claim { user: user.to_owned(), is_right })
    }
}

/// Two questions, in the words of every server: clients know the order, not the words.
pub(super) struct Login<'a> {
    pub(super) accounts: &'a [Account],
    pub(super) user: Option<Vec<u8>>,
}

impl Talk for Login<'_> {
    fn opening(&self) -> Vec<u8> {
        b"Username:".to_vec()
    }

    fn hear(&mut self, answer: &[u8]) -> Step {
        let Some(user) = self.user.take() else {
            self.user = Some(answer.to_owned());
            return Step::Challenge(b"Password:".to_vec());
        };
        let is_right = knows(self.accounts, &user, answer);
        Step::Done(Claim { user, is_right })
    }
}

fn knows(accounts: &[Account], user: &[u8], password: &[u8]) -> bool {
    accounts.iter().any(|account| account.is_called(user) && account.has_password(password))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts() -> [Account; 2] {
        [Account::with_password("tim", "tanstaaftanstaaf"), Account::with_token("app", "token")]
    }

    #[test]
    fn plain_is_three_parts() {
        let accounts = accounts();
        let hear = |message: &[u8]| Plain { accounts: &accounts }.hear(message);
        let claimed = |is_right| Step::Done(Claim { user: b"tim".to_vec(), is_right });
        let nobody = Step::Done(Claim { user: b"app".to_vec(), is_right: false });
        assert_eq!(hear(b"\0tim\0tanstaaftanstaaf"), claimed(true)); // RFC 4616 §4
        assert_eq!(hear(b"Tim\0tim\0tanstaaftanstaaf"), claimed(true));
        assert_eq!(hear(b"Ursel\0tim\0tanstaaftanstaaf"), claimed(false));
        assert_eq!(hear(b"\0tim\0"), claimed(false));
        assert_eq!(hear(b"\0app\0"), nobody);
        assert_eq!(hear(b"\0app\0token"), nobody);
        assert_eq!(hear(b"tim\0tanstaaftanstaaf"), Step::Malformed);
        assert_eq!(hear(b"\0tim\0tanstaaf\0tanstaaf"), Step::Malformed);
        assert_eq!(hear(b""), Step::Malformed);
    }
}
