//! The stage that logs in: once, over verified TLS, when its turn has come.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::capability;
use super::confirm;
use super::dialogue::Dialogue;
use super::envelope;
use super::gate::{Outcome, Turn};
use super::ledger;
use super::secure::garbled;
use super::side::Side;
use super::unsupported;
use super::watch::StepName;
use crate::evidence::{
    Fact, LoginFailure, LoginReply, Mechanism, NotAttempted, ReadFailure, Stage,
};
use crate::model::{Secret, ServerText, Service};
use crate::net::Net;
use crate::net::tls::CarriesSecrets;
use crate::wire::imap::{Condition, Response, Status, quote};
use crate::wire::smtp::Reply;
use crate::wire::{mechanisms, offers, sasl};

/// Logs in if there is something to log in with and this connection is the one to do it. Only the
/// type of a verified connection comes in here. Says whether the server awaits a command now: one
/// that may still wait for a part of the credential would take anything for it.
pub(super) async fn log_in<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    list: &[ServerText],
    side: &Side,
) -> bool
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let spot = talk.spot;
    let not_attempted = |why| {
        spot.record(Fact::NotAttempted { why });
        true
    };
    // A server that cannot be logged in to is still the one that was found.
    if let Err(why) = side.chosen(spot).await {
        return not_attempted(why);
    }
    let published = spot.place.endpoint.and_then(|index| spot.desk.published_name(index));
    let credential = spot.plan().credential(published);
    let usable = usable(spot.endpoint.service, list, spot.plan().mechanism, credential.as_ref());
    let (mechanism, other) = match usable {
        Ok(mechanisms) => mechanisms,
        Err(why) => return not_attempted(why),
    };
    let Some((username, password)) = credential else {
        return not_attempted(NotAttempted::NoCredential);
    };
    let is_foreign = !spot.desk.trusts(spot.endpoint);
    if is_foreign && spot.plan().confirm.is_none() {
        return not_attempted(NotAttempted::ForeignHost);
    }
    spot.waiting(StepName::Gate);
    let turn = tokio::select! {
        biased;
        () = spot.stop.cancelled() => return not_attempted(NotAttempted::Stopped),
        turn = spot.desk.gate.turn(side.ticket) => turn,
    };
    match turn {
        Turn::Go => {}
        Turn::NotProved => return not_attempted(NotAttempted::IncomingNotAccepted),
        Turn::RefusedElsewhere => return not_attempted(NotAttempted::RefusedElsewhere),
        Turn::Taken => return not_attempted(NotAttempted::NotChosen),
    }
    if is_foreign && let Some(why) = confirm::objection(spot).await {
        return not_attempted(why);
    }
    if let Some(why) = ledger::objection(spot, &username).await {
        return not_attempted(why);
    }
    spot.waiting(StepName::Login);
    let mut attempt = Attempt { mechanism, username: &username, password };
    for secret in [&sasl::plain(&username, password), &sasl::login(password.expose())] {
        talk.keep_encoded_secret(secret);
    }
    // Who takes a credential apart may put it together in another way.
    for secret in &sasl::inside(password.expose()) {
        talk.keep_encoded_secret(secret);
    }
    talk.keep_secret(password.expose());
    if let Some(quoted) = quote(password.expose()).map(Zeroizing::new) {
        talk.keep_secret(&quoted);
        // Not every server that says a string back quotes it.
        let bare = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        talk.keep_secret(bare.unwrap_or_default());
    }
    let mut outcome = attempt.carry_out(talk, list).await;
    if let (Ok(reply), Some(other)) = (&outcome, other)
        && unsupported::says_so(spot.endpoint.service, reply)
    {
        spot.record(Fact::Login(reply.clone()));
        attempt.mechanism = other;
        outcome = attempt.carry_out(talk, list).await;
    }
    match outcome {
        Ok(reply) => {
            let accepted = reply.accepted;
            spot.record(Fact::Login(reply));
            if let Some(ledger) = spot.plan().ledger.as_ref().filter(|_| accepted) {
                ledger.accepted(&username, &spot.endpoint.host);
            }
            let outcome = if accepted { Outcome::Accepted } else { Outcome::NotAccepted };
            spot.desk.gate.settle(side.ticket, outcome);
            if accepted && spot.endpoint.service == Service::Imap {
                // Only what the server did not say unasked costs a round trip.
                capability::known_or_asked(talk, Stage::AfterLogin, None).await;
            }
            if accepted {
                envelope::own(talk, list).await;
            }
            true
        }
        Err(why) => {
            spot.record(Fact::LoginFailed(why));
            spot.desk.gate.settle(side.ticket, Outcome::NotAccepted);
            false
        }
    }
}

/// What to log in with.
struct Attempt<'a> {
    mechanism: Mechanism,
    username: &'a str,
    password: &'a Secret,
}

impl Attempt<'_> {
    /// Logs in by this mechanism.
    async fn carry_out<N, S>(
        &self,
        talk: &mut Dialogue<'_, N, S>,
        list: &[ServerText],
    ) -> Result<LoginReply, LoginFailure>
    where
        N: Net,
        S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
    {
        let spot = talk.spot;
        let began = spot.desk.now_ms();
        let deadline = Instant::now() + spot.plan().login_timeout;
        let mut heard = Vec::new();
        let outcome = match spot.endpoint.service {
            Service::Imap => imap(talk, self, list, deadline, &mut heard).await,
            Service::Smtp | Service::Pop3 => smtp(talk, self, deadline).await,
        };
        match outcome {
            Ok(mut reply) => {
                reply.took_ms = spot.desk.now_ms().saturating_sub(began);
                Ok(reply)
            }
            Err(why) => Err(LoginFailure::new(self.mechanism, why, heard)),
        }
    }
}

/// The mechanism to use: PLAIN where its message goes along with the command, else what costs the
/// fewest round trips. And the next best, for a server that turns out not to have the first, unless
/// somebody chose.
fn usable(
    service: Service,
    list: &[ServerText],
    only: Option<Mechanism>,
    credential: Option<&(String, &Secret)>,
) -> Result<(Mechanism, Option<Mechanism>), NotAttempted> {
    let offered = mechanisms(service, list);
    let has = |name: &str| offered.iter().any(|mechanism| mechanism == name);
    let has_login_command = service == Service::Imap && !offers(list, "LOGINDISABLED");
    if offered.is_empty() && !has_login_command {
        return Err(NotAttempted::NoMechanism);
    }
    let (name, password) = credential.ok_or(NotAttempted::NoCredential)?;
    // LOGIN never carries more than ASCII, whatever the server could (RFC 6855 §5).
    let quotable = quote(name).is_some() && quote(password.expose()).is_some();
    let initial = service != Service::Imap || offers(list, "SASL-IR") || offers(list, "IMAP4rev2");
    let by_preference = [
        (Mechanism::Plain, has("PLAIN") && initial),
        (Mechanism::ImapLogin, has_login_command && quotable),
        (Mechanism::Plain, has("PLAIN")),
        (Mechanism::Login, has("LOGIN")),
    ];
    let wanted = |mechanism: Mechanism| match only {
        None => true,
        Some(Mechanism::Login | Mechanism::ImapLogin) => mechanism != Mechanism::Plain,
        Some(Mechanism::Plain) => mechanism == Mechanism::Plain,
    };
    let mut usable = by_preference
        .into_iter()
        .filter(|(mechanism, can)| *can && wanted(*mechanism))
        .map(|(mechanism, _)| mechanism);
    let first = usable.next().ok_or(NotAttempted::Unusable)?;
    Ok((first, usable.find(|other| *other != first).filter(|_| only.is_none())))
}

async fn imap<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    attempt: &Attempt<'_>,
    list: &[ServerText],
    deadline: Instant,
    heard: &mut Vec<ServerText>,
) -> Result<LoginReply, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let tag = talk.tag();
    let Attempt { mechanism, username, password } = attempt;
    // What to answer to the server's continuations, the first first.
    let mut answers: Vec<Zeroizing<String>> = Vec::new();
    match mechanism {
        Mechanism::ImapLogin => {
            let quoted = |text| Zeroizing::new(quote(text).unwrap_or_default());
            let (name, secret) = (quoted(username), quoted(password.expose()));
            let command = Zeroizing::new(format!("{tag} LOGIN {} {}", *name, *secret));
            talk.say_secret(&command, &format!("{tag} LOGIN *** ***")).await?;
        }
        Mechanism::Plain if offers(list, "SASL-IR") || offers(list, "IMAP4rev2") => {
            let message = sasl::plain(username, password);
            let command = Zeroizing::new(format!("{tag} AUTHENTICATE PLAIN {}", *message));
            talk.say_secret(&command, &format!("{tag} AUTHENTICATE PLAIN ***")).await?;
        }
        Mechanism::Plain => {
            talk.say(&format!("{tag} AUTHENTICATE PLAIN")).await?;
            answers.push(sasl::plain(username, password));
        }
        Mechanism::Login => {
            talk.say(&format!("{tag} AUTHENTICATE LOGIN")).await?;
            answers.extend([sasl::login(username), sasl::login(password.expose())]);
        }
    }
    let mut answers = answers.into_iter();
    loop {
        let line = talk.imap_line(deadline).await?;
        match Response::parse(&line).map_err(|why| garbled(&why))? {
            Response::Continuation(_) => match answers.next() {
                Some(answer) => talk.say_secret(&answer, "***").await?,
                // More challenges than the mechanism has: cancel (RFC 9051 §6.2.2).
                None => talk.say("*").await?,
            },
            Response::Tagged { tag: answered, status } if answered == tag => {
                if let Some(given) = status.capabilities.clone() {
                    record_after_login(talk, given);
                }
                return Ok(imap_reply(*mechanism, status, heard));
            }
            Response::Capability(given) => record_after_login(talk, given),
            Response::Status(status) => remember(heard, status.line),
            Response::Tagged { .. } | Response::Untagged(_) => {}
        }
    }
}

fn record_after_login<N: Net, S>(talk: &Dialogue<'_, N, S>, list: Vec<ServerText>) {
    talk.spot.record(Fact::Capabilities { stage: Stage::AfterLogin, list, unasked: true });
}

fn remember(heard: &mut Vec<ServerText>, line: ServerText) {
    if heard.len() < MAX_LINES_KEPT {
        heard.push(line);
    }
}

fn imap_reply(mechanism: Mechanism, status: Status, heard: &mut Vec<ServerText>) -> LoginReply {
    let accepted = status.condition == Condition::Ok;
    let transient = !accepted && status.is_transient();
    let mut lines = std::mem::take(heard);
    lines.push(status.line);
    let mut reply = LoginReply::new(mechanism, accepted, lines, 0);
    reply.detail = status.code.filter(|code| code != "CAPABILITY");
    reply.transient = transient;
    reply
}

async fn smtp<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    attempt: &Attempt<'_>,
    deadline: Instant,
) -> Result<LoginReply, ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let Attempt { mechanism, username, password } = attempt;
    let mut answers: Vec<Zeroizing<String>> = Vec::new();
    match mechanism {
        Mechanism::Plain => {
            let message = sasl::plain(username, password);
            let command = Zeroizing::new(format!("AUTH PLAIN {}", *message));
            if command.len() + 2 <= MAX_COMMAND_OCTETS {
                talk.say_secret(&command, "AUTH PLAIN ***").await?;
            } else {
                talk.say("AUTH PLAIN").await?;
                answers.push(message);
            }
        }
        Mechanism::ImapLogin | Mechanism::Login => {
            talk.say("AUTH LOGIN").await?;
            answers.extend([sasl::login(username), sasl::login(password.expose())]);
        }
    }
    let mut answers = answers.into_iter();
    loop {
        let reply = capability::smtp_reply(talk, deadline).await?;
        if reply.code != 334 {
            return Ok(described(*mechanism, reply));
        }
        match answers.next() {
            Some(answer) => talk.say_secret(&answer, "***").await?,
            // More challenges than the mechanism has: cancel (RFC 4954 §4).
            None => talk.say("*").await?,
        }
    }
}

fn described(mechanism: Mechanism, reply: Reply) -> LoginReply {
    let (accepted, transient) = (reply.is_positive(), reply.is_transient());
    let mut described = LoginReply::new(mechanism, accepted, reply.lines, 0);
    described.code = Some(reply.code);
    described.detail = reply.enhanced;
    described.transient = transient;
    described
}

/// Octets in a command with its line end (RFC 5321 §4.5.3.1.4); a longer message of AUTH goes on a
/// line of its own (RFC 4954 §4).
const MAX_COMMAND_OCTETS: usize = 512;
/// Lines kept of what a server says before its answer to a log-in.
const MAX_LINES_KEPT: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &str) -> Vec<ServerText> {
        words.split(',').map(ServerText::from).collect()
    }

    #[test]
    fn the_shortest_usable_way_is_chosen() {
        let ascii = Secret::new("secret".to_owned());
        let greek = Secret::new("μυστικό".to_owned());
        let imap = Service::Imap;
        for (service, list, only, secret, expected) in [
            (imap, "IMAP4rev1,SASL-IR,AUTH=PLAIN", None, &ascii, Ok(Mechanism::Plain)),
            (imap, "IMAP4rev1,AUTH=PLAIN", None, &ascii, Ok(Mechanism::ImapLogin)),
            (imap, "IMAP4rev1,AUTH=PLAIN", None, &greek, Ok(Mechanism::Plain)),
            (imap, "IMAP4rev1", None, &ascii, Ok(Mechanism::ImapLogin)),
            (imap, "IMAP4rev1", None, &greek, Err(NotAttempted::Unusable)),
            (imap, "IMAP4rev1,LOGINDISABLED", None, &ascii, Err(NotAttempted::NoMechanism)),
            (imap, "A,LOGINDISABLED,AUTH=XOAUTH2", None, &ascii, Err(NotAttempted::Unusable)),
            (imap, "SASL-IR,AUTH=PLAIN", Some(Mechanism::Login), &ascii, Ok(Mechanism::ImapLogin)),
            (Service::Smtp, "AUTH LOGIN PLAIN", None, &ascii, Ok(Mechanism::Plain)),
            (Service::Smtp, "AUTH LOGIN", None, &greek, Ok(Mechanism::Login)),
            (
                Service::Smtp,
                "AUTH LOGIN",
                Some(Mechanism::Plain),
                &ascii,
                Err(NotAttempted::Unusable),
            ),
            (Service::Smtp, "PIPELINING", None, &ascii, Err(NotAttempted::NoMechanism)),
            (Service::Smtp, "AUTH CRAM-MD5", None, &ascii, Err(NotAttempted::Unusable)),
        ] {
            let credential = ("you".to_owned(), secret);
            let chosen = usable(service, &texts(list), only, Some(&credential));
            assert_eq!(chosen.map(|(first, _)| first), expected, "{service} {list}");
        }
    }

    #[test]
    fn the_next_best_way_is_another_and_nobody_elses_choice() {
        let secret = Secret::new("secret".to_owned());
        let credential = ("you".to_owned(), &secret);
        let imap = Service::Imap;
        for (service, list, only, expected) in [
            (Service::Smtp, "AUTH LOGIN PLAIN", None, Some(Mechanism::Login)),
            (Service::Smtp, "AUTH PLAIN CRAM-MD5", None, None),
            (Service::Smtp, "AUTH LOGIN PLAIN", Some(Mechanism::Plain), None),
            (imap, "SASL-IR,AUTH=PLAIN", None, Some(Mechanism::ImapLogin)),
            (imap, "AUTH=PLAIN", None, Some(Mechanism::Plain)),
            (imap, "IMAP4rev1", None, None),
            (imap, "AUTH=LOGIN", Some(Mechanism::Login), None),
        ] {
            let ways = usable(service, &texts(list), only, Some(&credential));
            assert_eq!(ways.map(|(_, other)| other), Ok(expected), "{list}");
        }
    }
}
