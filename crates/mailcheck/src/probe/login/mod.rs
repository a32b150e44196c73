//! The stage that logs in: once, over verified TLS, when its turn has come.

mod auth;
mod choose;
mod imap;
mod pop3;
mod smtp;

pub(super) use choose::all_usable;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::confirm;
use super::dialogue::Dialogue;
use super::envelope;
use super::gate::{Outcome, Turn};
use super::ledger;
use super::mailbox;
use super::side::Side;
use super::unsupported;
use super::watch::StepName;
use crate::evidence::{
    Fact, LoginFailure, LoginReply, Mechanism, NotAttempted, OauthError, SaslFault,
};
use crate::model::{ServerText, Service};
use crate::net::Net;
use crate::net::tls::CarriesSecrets;
use crate::wire::imap::quote;
use crate::wire::mechanisms;
use crate::wire::sasl::{self, Exchange, Who};

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
    let ways = match spot.endpoint.service {
        Service::Pop3 => pop3::ways(talk, list),
        Service::Imap | Service::Smtp => list.to_vec(),
    };
    let list = ways.as_slice();
    let only = spot.plan().mechanism;
    let usable =
        choose::usable(spot.endpoint.service, list, only, can_bind(talk), credential.as_ref());
    let (mechanism, other) = match usable {
        Ok(mechanisms) => mechanisms,
        Err(why) => return not_attempted(why),
    };
    let Some((username, key)) = credential else {
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
    let who = Who { username: &username, key, host: &spot.endpoint.host, port: spot.endpoint.port };
    keep_secrets(talk, &who);
    let mut outcome = carry_out(talk, mechanism, &who, list).await;
    if let (Ok(reply), Some(other)) = (&outcome, other)
        && unsupported::says_so(spot.endpoint.service, reply)
        && !spot.stop.is_cancelled()
    {
        spot.record(Fact::Login(reply.clone()));
        outcome = carry_out(talk, other, &who, list).await;
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
                mailbox::look(talk, list).await;
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

/// Logs in by this mechanism, after the turn for it has come and gone: the credential is good. `None` when
/// there is nothing to log in with.
pub(super) async fn once<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    mechanism: Mechanism,
    list: &[ServerText],
) -> Option<Result<LoginReply, LoginFailure>>
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let spot = talk.spot;
    let published = spot.place.endpoint.and_then(|index| spot.desk.published_name(index));
    let (username, key) = spot.plan().credential(published)?;
    spot.waiting(StepName::Login);
    let who = Who { username: &username, key, host: &spot.endpoint.host, port: spot.endpoint.port };
    keep_secrets(talk, &who);
    Some(carry_out(talk, mechanism, &who, list).await)
}

/// Whether the connection gives an exchange something to be bound to.
pub(super) fn can_bind<N, S>(talk: &Dialogue<'_, N, S>) -> bool
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let channel = talk.channel();
    channel.exporter.is_some() || channel.server_end_point.is_some()
}

/// Logs in once more, on a connection of its own, by the mechanism that this server has just taken the
/// credential by. Says whether it was taken again.
pub(super) async fn again<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    mechanism: Mechanism,
    list: &[ServerText],
) -> bool
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let outcome = once(talk, mechanism, list).await;
    match outcome {
        Some(Ok(reply)) => {
            let accepted = reply.accepted;
            talk.spot.record(Fact::Login(reply));
            accepted
        }
        Some(Err(why)) => {
            talk.spot.record(Fact::LoginFailed(why));
            false
        }
        None => false,
    }
}

/// Masks in what the server says from now on whatever gives the secret away.
pub(super) fn keep_secrets<N, S>(talk: &mut Dialogue<'_, N, S>, who: &Who<'_>)
where
    N: Net,
    S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
{
    let Some(secret) = who.key.secret() else { return };
    for encoded in [&sasl::plain(who.username, secret), &sasl::login(secret.expose())] {
        talk.keep_encoded_secret(encoded);
    }
    // Who takes a credential apart may put it together in another way.
    for secret in &sasl::inside(secret.expose()) {
        talk.keep_encoded_secret(secret);
    }
    talk.keep_secret(secret.expose());
    if let Some(quoted) = quote(secret.expose()).map(Zeroizing::new) {
        talk.keep_secret(&quoted);
        // Not every server that says a string back quotes it.
        let bare = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        talk.keep_secret(bare.unwrap_or_default());
    }
}

/// Logs in by one mechanism, and says what came of it. An answer that is on its way when the run is stopped is
/// waited for, for a moment: it may count, and whoever is let in can be said goodbye to.
pub(super) async fn carry_out<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    mechanism: Mechanism,
    who: &Who<'_>,
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
    talk.outlasts_the_run(true);
    let outcome = match spot.endpoint.service {
        Service::Imap => imap::log_in(talk, mechanism, who, list, deadline, &mut heard).await,
        Service::Pop3 => pop3::log_in(talk, mechanism, who, list, deadline).await,
        Service::Smtp => auth::log_in(talk, mechanism, who, list, deadline).await,
    };
    talk.outlasts_the_run(false);
    match outcome {
        Ok(mut reply) => {
            reply.took_ms = spot.desk.now_ms().saturating_sub(began);
            Ok(reply)
        }
        Err(why) => Err(LoginFailure::new(mechanism, why, heard)),
    }
}

/// An exchange over a protocol that carries its messages in base64, a line each.
struct Talk {
    exchange: Exchange,
    fault: Option<SaslFault>,
    oauth: Option<OauthError>,
}

impl Talk {
    /// Begins one, and says what goes along with the command, where the client speaks first.
    async fn new<N, S>(
        talk: &Dialogue<'_, N, S>,
        mechanism: Mechanism,
        who: &Who<'_>,
        list: &[ServerText],
    ) -> Result<Self, SaslFault>
    where
        N: Net,
        S: AsyncRead + AsyncWrite + CarriesSecrets + Unpin,
    {
        let mut channel = talk.channel();
        let offered = mechanisms(talk.spot.endpoint.service, list);
        channel.offers_plus = offered.iter().any(|name| name.ends_with("-PLUS"));
        let nonce = talk.spot.desk.tls().await.random();
        let exchange = Exchange::new(mechanism, who, &channel, nonce)?;
        Ok(Self { exchange, fault: None, oauth: None })
    }

    /// What to say to a challenge, which is the last line that came, or to none: the answer in base64, or
    /// the word that cancels the exchange (RFC 4954 §4, RFC 9051 §6.2.2) where there is none.
    fn answer<N, S>(&mut self, talk: &mut Dialogue<'_, N, S>, challenge: &str) -> Zeroizing<String>
    where
        N: Net,
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let line = if challenge.is_empty() { b"" } else { talk.unmasked() };
        let line = String::from_utf8_lossy(line);
        let (_prompt, challenge) = line.split_once(' ').unwrap_or_default();
        // Servers that prompt for a name or a password do not always encode it.
        let challenge = sasl::decode(challenge).unwrap_or_else(|| challenge.as_bytes().to_vec());
        let answer = self.exchange.answer(&Zeroizing::new(challenge));
        let mask = |text: &ServerText| talk.masked(text);
        self.oauth = self.exchange.oauth_error().map(|error| error.with_texts(mask));
        match answer {
            Ok(answer) => {
                let encoded = sasl::encode(&answer);
                talk.keep_encoded_secret(&encoded);
                if let Some(awaited) = self.exchange.awaited() {
                    talk.keep_encoded_secret(&sasl::encode(&awaited));
                }
                encoded
            }
            Err(fault) => {
                self.fault.get_or_insert_with(|| fault.with_texts(mask));
                Zeroizing::new(CANCEL.to_owned())
            }
        }
    }

    /// Puts what the exchange came to into the reply.
    fn conclude(mut self, reply: &mut LoginReply) {
        if reply.accepted
            && let Err(fault) = self.exchange.finish()
        {
            self.fault.get_or_insert(fault);
        }
        reply.oauth = self.oauth;
        reply.iterations = self.exchange.iterations();
        reply.accepted &= self.fault.is_none();
        reply.fault = self.fault;
    }
}

/// A log-in that our side gave up before a word was said.
fn given_up(mechanism: Mechanism, fault: SaslFault) -> LoginReply {
    let mut reply = LoginReply::new(mechanism, false, Vec::new(), 0);
    reply.fault = Some(fault);
    reply
}

/// What a line is shown as that carries something secret.
const SHOWN: &str = "***";
/// Cancels an exchange.
const CANCEL: &str = "*";
