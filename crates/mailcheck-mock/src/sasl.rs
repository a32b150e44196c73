//! The server's side of SASL (RFC 4422): who speaks next, and the Base64 around it.
//!
//! The mechanisms are a file a family. None of them does IO, and each comes to an end.

use aws_lc_rs::rand;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::line::Lines;
use crate::log::Ending;
use crate::site::Account;
use crate::site::Site;

mod bearer;
mod bindings;
mod cram;
mod external;
mod gs2;
mod mechanism;
mod password;
mod scram;

use bearer::Bearer;
pub(crate) use bindings::Bindings;
use cram::Cram;
use external::External;
pub use mechanism::Mechanism;
pub use mechanism::ParseMechanismError;
use password::Login;
use password::Plain;
pub(crate) use scram::Fault as ScramFault;
use scram::Hash;
pub(crate) use scram::KeyRing;
use scram::Scram;
use scram::State;

/// A user name and a password as a client showed them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Credential {
    pub(crate) user: Vec<u8>,
    pub(crate) password: Vec<u8>,
}

/// Who a client says it is, and whether it has shown that.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Claim {
    pub(crate) user: Vec<u8>,
    pub(crate) is_right: bool,
}

/// How an exchange ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// The client gave up.
    Aborted,
    Claimed(Claim),
    /// The client said something that makes no sense.
    Malformed,
}

/// What follows an answer.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Step {
    Challenge(Vec<u8>),
    Done(Claim),
    Malformed,
}

/// One exchange by one mechanism.
trait Talk: Send {
    /// What is asked before the client has said anything; nothing if the client begins.
    fn opening(&self) -> Vec<u8> {
        Vec::new()
    }

    fn hear(&mut self, answer: &[u8]) -> Step;
}

/// Asks a client who it is, each question after `prompt`, the first answer being there if
/// `initial`, and compares with the accounts. What becomes of the outcome is for
/// [`Site::judge_claim`].
pub(crate) async fn exchange<S>(
    lines: &mut Lines<S>,
    prompt: &str,
    mechanism: Mechanism,
    initial: Option<&[u8]>,
    site: &Site,
) -> Result<Outcome, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    // Where the server begins there can be no answer yet (RFC 4954 §4); with LOGIN it is the user.
    if mechanism == Mechanism::CramMd5 && initial.is_some() {
        return Ok(Outcome::Malformed);
    }
    let mut talk = begin(mechanism, site, lines.bindings())?;
    let mut challenge = talk.opening();
    let mut initial = initial.map(<[u8]>::to_vec);
    loop {
        let answer = if let Some(initial) = initial.take() {
            initial
        } else {
            let challenge = BASE64_STANDARD.encode(&challenge);
            lines.send(format!("{prompt} {challenge}\r\n").as_bytes()).await?;
            lines.line().await?
        };
        if answer == b"*" {
            return Ok(Outcome::Aborted);
        }
        let Some(answer) = decode(&answer) else { return Ok(Outcome::Malformed) };
        match talk.hear(&answer) {
            Step::Challenge(next) => challenge = next,
            Step::Done(claim) => return Ok(Outcome::Claimed(claim)),
            Step::Malformed => return Ok(Outcome::Malformed),
        }
    }
}

fn begin<'a>(
    mechanism: Mechanism,
    site: &'a Site,
    bindings: &Bindings,
) -> Result<Box<dyn Talk + 'a>, Ending> {
    let accounts: &[Account] = &site.accounts;
    let scram = |hash, bindings_if_plus| -> Result<Box<dyn Talk + 'a>, Ending> {
        let plus = mechanism.plus().filter(|plus| site.behaviour.mechanisms.contains(plus));
        let offers_plus = plus.is_some() && !bindings.is_empty();
        let (nonce, state) = (nonce()?, State::First);
        Ok(Box::new(Scram {
            hash,
            accounts,
            bindings: bindings_if_plus,
            offers_plus,
            nonce,
            fault: site.behaviour.scram,
            state,
        }))
    };
    let bound = || Some(bindings.clone());
    let refusal = site.behaviour.token_refusal.as_deref();
    Ok(match mechanism {
        Mechanism::CramMd5 => {
            let challenge = format!("<{}@{}>", nonce()?, site.host);
            Box::new(Cram { accounts, challenge })
        }
        Mechanism::External => {
            Box::new(External { accounts, owner: bindings.client().map(str::to_owned) })
        }
        Mechanism::Login => Box::new(Login { accounts, user: None }),
        Mechanism::OauthBearer => Box::new(Bearer::oauthbearer(accounts, refusal)),
        Mechanism::Plain => Box::new(Plain { accounts }),
        Mechanism::ScramSha1 => scram(Hash::Sha1, None)?,
        Mechanism::ScramSha1Plus => scram(Hash::Sha1, bound())?,
        Mechanism::ScramSha256 => scram(Hash::Sha256, None)?,
        Mechanism::ScramSha256Plus => scram(Hash::Sha256, bound())?,
        Mechanism::ScramSha512 => scram(Hash::Sha512, None)?,
        Mechanism::ScramSha512Plus => scram(Hash::Sha512, bound())?,
        Mechanism::Xoauth2 => Box::new(Bearer::xoauth2(accounts, refusal)),
    })
}

/// Something in printable characters that nobody has seen before.
fn nonce() -> Result<String, Ending> {
    let mut octets = [0; NONCE_OCTETS];
    rand::fill(&mut octets).map_err(|_| Ending::Broken("no random numbers".to_owned()))?;
    Ok(u128::from_be_bytes(octets).to_string())
}

/// 128 bits, which nobody guesses.
const NONCE_OCTETS: usize = 16;

/// Whether a user acts for nobody else, which nobody here may (RFC 4422 §3.4.1).
fn is_self(user: &[u8], on_behalf_of: &[u8]) -> bool {
    on_behalf_of.is_empty() || on_behalf_of.eq_ignore_ascii_case(user)
}

/// Reads one answer; `=` stands for an empty initial one (RFC 4954 §4, RFC 4959 §3).
fn decode(answer: &[u8]) -> Option<Vec<u8>> {
    match answer {
        b"=" => Some(Vec::new()),
        answer => BASE64_STANDARD.decode(answer).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_answer_has_a_sign() {
        assert_eq!(decode(b"="), Some(Vec::new()));
        assert_eq!(decode(b"*"), None);
    }

    #[test]
    fn no_nonce_is_like_another() {
        assert_ne!(nonce().unwrap(), nonce().unwrap());
    }
}
