//! Exchanges that our side gave up: what the server said in them cannot be right.

use super::concerned::concerned;
use super::rule::{Judge, Rule};
use crate::evidence::{AddressView, LoginReply, SaslFault, Step};
use crate::report::{Severity, Who};

/// The server did not prove that it knows the password, though the mechanism has it do so: it may be
/// another one than the person's.
pub(super) static SERVER_UNPROVED: Rule = Rule {
    id: "login.server-unproved",
    severity: Severity::Error,
    reference: "RFC 5802 §3, §9",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let reply = given_up(address)?;
            let case = match reply.fault.as_ref()? {
                SaslFault::ServerSignature => "wrong",
                SaslFault::NoServerSignature => "none",
                SaslFault::Nonce => "nonce",
                SaslFault::Iterations { .. }
                | SaslFault::Malformed { .. }
                | SaslFault::NoChannelBinding
                | SaslFault::Server { .. }
                | SaslFault::Unexpected => return None,
            };
            Some((case, reply))
        })?;
        let (case, reply) = found.first;
        let advice = found.advice(Who::Provider).case(case).evidence(reply.lines.iter().cloned());
        Some(advice.arg("mechanism", reply.mechanism.name()))
    }),
};

/// The exchange could not go on, and that says nothing of user name and password.
pub(super) static EXCHANGE_FAILED: Rule = Rule {
    id: "login.exchange-failed",
    severity: Severity::Error,
    reference: "RFC 4422 §5, RFC 7677 §4",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let reply = given_up(address)?;
            let (case, said, count) = match reply.fault.as_ref()? {
                SaslFault::Iterations { count } => ("iterations", None, *count),
                SaslFault::Malformed { text } => ("malformed", Some(text), 0),
                SaslFault::NoChannelBinding => ("no-binding", None, 0),
                SaslFault::Unexpected => ("unexpected", None, 0),
                SaslFault::Nonce
                | SaslFault::NoServerSignature
                | SaslFault::Server { .. }
                | SaslFault::ServerSignature => return None,
            };
            Some((case, said, count, reply))
        })?;
        let (case, said, count, reply) = found.first;
        let heard = said.into_iter().chain(&reply.lines).cloned();
        let advice = found.advice(Who::Provider).case(case).evidence(heard);
        let advice = advice.arg("count", count.to_string());
        Some(advice.arg("mechanism", reply.mechanism.name()))
    }),
};

/// Whether our side gave the exchange up, for a reason that is no word about the credential.
pub(super) fn is_given_up(reply: &LoginReply) -> bool {
    !reply.accepted
        && match &reply.fault {
            // That is the server's own refusal, in the mechanism's words.
            None | Some(SaslFault::Server { .. }) => false,
            Some(_) => true,
        }
}

/// The log-in, if it was given up.
fn given_up<'a>(address: &AddressView<'a>) -> Option<&'a LoginReply> {
    let Step::Done(reply) = address.login() else { return None };
    Some(reply).filter(|reply| is_given_up(reply))
}
