//! A dialogue that was recorded, said again: exactly the octets of the server, but for IMAP's tags,
//! which are those of the client.

use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::time::sleep;

use crate::connection::Channel;
use crate::connection::GoAhead;
use crate::line::Lines;
use crate::log::Ending;
use crate::port::Service;

/// What a server said, in clear and inside TLS.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Replay {
    pub(crate) in_clear: Act,
    pub(crate) inside_tls: Act,
}

/// A dialogue on one channel.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Act {
    /// Said before the client says anything.
    pub(crate) greeting: Vec<Said>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) end: End,
}

/// A line of the client, and what it led to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Exchange {
    /// Without its end.
    pub(crate) heard: Vec<u8>,
    pub(crate) said: Vec<Said>,
}

/// Octets, and the time that passed before.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Said {
    pub(crate) after: Duration,
    pub(crate) octets: Vec<u8>,
}

/// What the server did at last.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum End {
    Close,
    /// It was the client who left.
    #[default]
    Open,
    Reset,
    Silence,
    /// It went on inside TLS.
    Tls,
}

impl Replay {
    /// Says it again, to whatever the client says.
    pub(crate) async fn talk<S>(
        &self,
        lines: &mut Lines<S>,
        service: Service,
        channel: Channel,
    ) -> Result<GoAhead, Ending>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let act = if channel.is_secure() { &self.inside_tls } else { &self.in_clear };
        let mut tags = Vec::new();
        say(lines, &act.greeting, &tags).await?;
        let mut next = 0;
        loop {
            if next == act.exchanges.len() {
                match act.end {
                    End::Close => return Err(Ending::ByServer),
                    End::Open => {}
                    End::Reset => return Err(Ending::Reset),
                    End::Silence => return Err(lines.keep_silent().await),
                    End::Tls => return Ok(GoAhead),
                }
            }
            let line = lines.line().await?;
            let Some(at) = act.answer(&line, next, service) else {
                lines.send(&farewell(&line, service)).await?;
                return Err(Ending::ByServer);
            };
            let Some(exchange) = act.exchanges.get(at) else { return Err(Ending::ByServer) };
            if service == Service::Imap && !act.is_continued(at) {
                tags.push(Tag { recorded: tag(&exchange.heard), now: tag(&line) });
            }
            say(lines, &exchange.said, &tags).await?;
            next = at + 1;
        }
    }
}

impl Act {
    /// The exchange that answers this line: the next with this command, or else an earlier one.
    fn answer(&self, line: &[u8], next: usize, service: Service) -> Option<usize> {
        if next < self.exchanges.len() && self.is_continued(next) {
            return Some(next);
        }
        let verb = verb(line, service);
        let is_it = |at: &usize| {
            let exchange = self.exchanges.get(*at);
            !self.is_continued(*at)
                && exchange.is_some_and(|exchange| self::verb(&exchange.heard, service) == verb)
        };
        (next..self.exchanges.len()).find(is_it).or_else(|| (0..next).rfind(is_it))
    }

    /// Whether the client's line at this place goes on with the command before: a literal, or a part
    /// of a log-in.
    fn is_continued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.exchanges.get(before));
        let last = before.and_then(|before| before.said.last());
        last.is_some_and(|said| {
            let mut lines = said.octets.trim_ascii_end().rsplit(|octet| *octet == b'\n');
            let line = lines.next().unwrap_or_default();
            line == b"+" || line.starts_with(b"+ ") || line.starts_with(b"334")
        })
    }
}

/// The tag of a recorded command, and that of the client's. Several commands may be answered at once.
#[derive(Debug)]
struct Tag {
    recorded: Vec<u8>,
    now: Vec<u8>,
}

async fn say<S>(lines: &mut Lines<S>, all: &[Said], tags: &[Tag]) -> Result<(), Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    for Said { after, octets } in all {
        sleep(*after).await;
        let mut answer = Vec::with_capacity(octets.len());
        for line in octets.split_inclusive(|octet| *octet == b'\n') {
            let tagged = tags.iter().rev().find_map(|Tag { recorded, now }| {
                let rest = line.strip_prefix(recorded.as_slice())?;
                (!recorded.is_empty() && rest.starts_with(b" ")).then_some((now, rest))
            });
            match tagged {
                Some((now, rest)) => {
                    answer.extend_from_slice(now);
                    answer.extend_from_slice(rest);
                }
                None => answer.extend_from_slice(line),
            }
        }
        lines.send(&answer).await?;
    }
    Ok(())
}

/// What is said when there is nothing more in the recording.
fn farewell(line: &[u8], service: Service) -> Vec<u8> {
    let tag = String::from_utf8_lossy(&tag(line)).into_owned();
    let words = match (service, verb(line, service).as_slice()) {
        (Service::Imap, b"LOGOUT") => format!("* BYE Logging out\r\n{tag} OK Logout completed."),
        (Service::Imap, _) => "* BYE The recording has no answer to this.".to_owned(),
        (Service::Pop3, b"QUIT") => "+OK Logging out.".to_owned(),
        (Service::Pop3, _) => "-ERR The recording has no answer to this.".to_owned(),
        (Service::Smtp, b"QUIT") => "221 2.0.0 Bye".to_owned(),
        (Service::Smtp, _) => "421 4.3.0 The recording has no answer to this.".to_owned(),
    };
    format!("{words}\r\n").into_bytes()
}

fn tag(line: &[u8]) -> Vec<u8> {
    word(line, 0)
}

/// The command in upper case.
pub(crate) fn verb(line: &[u8], service: Service) -> Vec<u8> {
    word(line, usize::from(service == Service::Imap)).to_ascii_uppercase()
}

fn word(line: &[u8], number: usize) -> Vec<u8> {
    let mut words = line.split(u8::is_ascii_whitespace);
    words.nth(number).unwrap_or_default().to_vec()
}
