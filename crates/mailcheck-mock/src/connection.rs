//! One connection from accept to close: TLS where it is due, and who speaks inside.
//!
//! Knows nothing of sockets: any stream will do.

use std::sync::Arc;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::imap;
use crate::line::Lines;
use crate::log::Ending;
use crate::log::Event;
use crate::log::Scribe;
use crate::pop3;
use crate::port::Service;
use crate::reply::Reply;
use crate::script::After;
use crate::script::Fill;
use crate::script::Moment;
use crate::script::Stage;
use crate::script::Step;
use crate::script::play;
use crate::site::Admission;
use crate::site::Site;
use crate::smtp;
use crate::spec::Starttls;
use crate::wire::Wire;

/// How safe the dialogue is, and how it came to be so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Channel {
    AfterStarttls,
    Clear,
    ImplicitTls,
}

impl Channel {
    pub(crate) fn is_secure(self) -> bool {
        self != Self::Clear
    }

    /// How far the dialogue has come before anybody has logged in.
    pub(crate) fn stage(self) -> Stage {
        if self.is_secure() { Stage::InsideTls } else { Stage::InClear }
    }
}

/// The client has been told to begin TLS.
#[derive(Debug)]
pub(crate) struct GoAhead;

/// Why a client is to be sent away, and how.
#[derive(Debug)]
enum Refusal {
    Reply(Reply),
    Steps(Arc<[Step]>),
}

/// Serves one client until either side closes.
pub(crate) async fn serve<S>(mut stream: S, site: &Site, scribe: &Scribe)
where
    S: Wire,
{
    scribe.note(Event::Connected);
    let lines = Lines::new(&mut stream, Vec::new(), scribe.clone());
    let lines = lines.with_latency(site.behaviour.latency);
    let (_seat, refusal) = match site.admit(scribe.peer) {
        Admission::Admitted(seat) => (seat, None),
        Admission::Refused(reply) => (None, Some(Refusal::Reply(reply))),
        Admission::Scripted(steps) => (None, Some(Refusal::Steps(steps))),
    };
    let ending = attend(lines, site, scribe, refusal).await;
    if ending == Ending::Reset {
        stream.break_off();
    }
    scribe.note(Event::Closed(ending));
}

async fn attend<S>(
    mut lines: Lines<S>,
    site: &Site,
    scribe: &Scribe,
    refusal: Option<Refusal>,
) -> Ending
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    // Who is sent away without a word is sent away before TLS.
    let mute = match &refusal {
        Some(Refusal::Steps(steps)) if steps.first().is_some_and(Step::is_mute) => Some(steps),
        Some(Refusal::Reply(_) | Refusal::Steps(_)) | None => None,
    };
    let connected = match mute {
        Some(steps) => Some(Arc::clone(steps)),
        None => site.script(&Moment::Connected, Stage::InClear),
    };
    if let Some(steps) = connected
        && let Err(ending) = play(&mut lines, &steps, &fill(site, scribe)).await
    {
        return finish(lines, ending).await;
    }
    if site.behaviour.implicit_tls {
        return secure(lines, site, Channel::ImplicitTls, refusal).await;
    }
    match converse(&mut lines, site, Channel::Clear, refusal).await {
        Ok(GoAhead) => secure(lines, site, Channel::AfterStarttls, None).await,
        Err(ending) => finish(lines, ending).await,
    }
}

/// Puts TLS around the connection and goes on inside.
async fn secure<S>(
    mut clear: Lines<S>,
    site: &Site,
    channel: Channel,
    refusal: Option<Refusal>,
) -> Ending
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let scribe = clear.scribe().clone();
    if let Some(steps) = site.script(&Moment::Tls, Stage::InClear)
        && let Err(ending) = play(&mut clear, &steps, &fill(site, &scribe)).await
    {
        return finish(clear, ending).await;
    }
    let (stream, carried, bindings) = match site.tls.accept(clear).await {
        Ok(secured) => secured,
        Err(ending) => return ending,
    };
    // Whatever came in clear behind `STARTTLS` may be anybody's (RFC 3207 §4.2).
    let unread = match site.behaviour.starttls {
        Starttls::CarriesCommands => carried,
        Starttls::Injected
        | Starttls::NotOffered
        | Starttls::Offered
        | Starttls::OfferedThenRefused => Vec::new(),
    };
    let lines = Lines::new(stream, unread, scribe).with_bindings(bindings);
    let mut lines = lines.with_latency(site.behaviour.latency);
    match converse(&mut lines, site, channel, refusal).await {
        Ok(GoAhead) => Ending::ByServer, // never: no dialogue offers TLS inside TLS
        Err(ending) => finish(lines, ending).await,
    }
}

/// Says goodbye to the stream, unless it is to be broken off.
async fn finish<S>(mut lines: Lines<S>, ending: Ending) -> Ending
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if ending != Ending::Reset {
        lines.close().await;
    }
    ending
}

/// Greets and talks.
async fn converse<S>(
    lines: &mut Lines<S>,
    site: &Site,
    channel: Channel,
    refusal: Option<Refusal>,
) -> Result<GoAhead, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if let Some(refusal) = refusal {
        return send_away(lines, site, refusal).await;
    }
    if let Some(replay) = &site.behaviour.replay {
        return replay.talk(lines, site.port.service(), channel).await;
    }
    let mut logged_in = false;
    if channel != Channel::AfterStarttls {
        let script = site.script(&Moment::Greeting, channel.stage());
        let greeting = greeting(site, channel, lines.scribe());
        logged_in = greeting.starts_with(PREAUTH);
        match script {
            None => lines.send(&greeting).await?,
            Some(steps) => {
                let fill = fill(site, lines.scribe());
                if let After::GoOn(rest) = play(lines, &steps, &fill).await? {
                    lines.send(&greeting).await?;
                    play(lines, rest, &fill).await?;
                }
            }
        }
    }
    match site.port.service() {
        Service::Imap => imap::talk(lines, site, channel, logged_in).await,
        Service::Pop3 => pop3::talk(lines, site, channel).await,
        Service::Smtp => smtp::talk(lines, site, channel).await,
    }
}

/// What the client sees first.
fn greeting(site: &Site, channel: Channel, scribe: &Scribe) -> Vec<u8> {
    let usual: &[u8] = match site.port.service() {
        Service::Imap => b"* OK [CAPABILITY $capabilities] mailcheck-mock ready.",
        Service::Pop3 if pop3::has_apop(site) => b"+OK mailcheck-mock ready. $stamp",
        Service::Pop3 => b"+OK mailcheck-mock ready.",
        Service::Smtp => b"220 $host ESMTP mailcheck-mock",
    };
    let words = site.behaviour.greeting.as_ref().map_or(usual, |words| words.text());
    let logged_in = words.starts_with(PREAUTH);
    let capabilities = imap::capabilities(site, channel, logged_in);
    let fill = Fill { capabilities, ..fill(site, scribe) };
    [fill.fill(words), b"\r\n".to_vec()].concat()
}

/// Last words to a client that is one too many.
async fn send_away<S>(
    lines: &mut Lines<S>,
    site: &Site,
    refusal: Refusal,
) -> Result<GoAhead, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let fill = fill(site, lines.scribe());
    match refusal {
        Refusal::Reply(reply) => {
            let words = fill.fill(site.words(reply));
            lines.send(&[words, b"\r\n".to_vec()].concat()).await?;
        }
        Refusal::Steps(steps) => {
            play(lines, &steps, &fill).await?;
        }
    }
    Err(Ending::ByServer)
}

/// What is known before a client has said anything.
pub(crate) fn fill(site: &Site, scribe: &Scribe) -> Fill {
    let peer = scribe.peer.to_string();
    let stamp = pop3::stamp(site, scribe);
    let clock = site.behaviour.clock;
    Fill { clock, host: site.host.clone(), peer, stamp, ..Fill::default() }
}

/// How an IMAP server greets whom it knows already (RFC 9051 §7.1.4).
const PREAUTH: &[u8] = b"* PREAUTH";
