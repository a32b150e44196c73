//! Message submission in the words of Postfix. Mail for an account here arrives in its INBOX; mail
//! for anybody else is accepted and dropped.

mod delivery;
mod envelope;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::connection::Channel;
use crate::connection::GoAhead;
use crate::connection::fill;
use crate::ledger::Seat;
use crate::line::Lines;
use crate::log::Ending;
use crate::reply::Reply;
use crate::sasl;
use crate::sasl::Mechanism;
use crate::sasl::Outcome;
use crate::script::After;
use crate::script::Fill;
use crate::script::Moment;
use crate::script::Stage;
use crate::script::Step;
use crate::script::play;
use crate::site::Site;
use crate::site::Verdict;
use crate::smtp::envelope::Envelope;
use crate::smtp::envelope::MAX_MESSAGE_OCTETS;
use crate::spec::Starttls;

/// What somebody between client and server would add to the go-ahead.
const INJECTED: &str = "250-injected.example.net\r\n250 AUTH PLAIN\r\n";

/// Talks until the client leaves, or until TLS is to begin.
pub(crate) async fn talk<S>(
    lines: &mut Lines<S>,
    site: &Site,
    channel: Channel,
) -> Result<GoAhead, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut dialogue = Dialogue {
        lines,
        site,
        channel,
        client: String::new(),
        extended: false,
        logged_in: false,
        user: String::new(),
        seat: None,
        envelope: None,
        accepted: 0,
    };
    loop {
        let line = match dialogue.lines.line().await {
            Ok(line) => line,
            Err(ending) => {
                dialogue.say_why(&ending).await?;
                return Err(ending);
            }
        };
        if let Some(go_ahead) = dialogue.meet(&line).await? {
            return Ok(go_ahead);
        }
    }
}

/// One client, between greeting and goodbye.
struct Dialogue<'a, S> {
    lines: &'a mut Lines<S>,
    site: &'a Site,
    channel: Channel,
    /// What the client calls itself.
    client: String,
    /// Whether the client said `EHLO`.
    extended: bool,
    logged_in: bool,
    user: String,
    /// A place among the user's connections.
    seat: Option<Seat>,
    /// The mail that is being sent.
    envelope: Option<Envelope>,
    /// How many messages have been taken on this connection.
    accepted: u32,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Dialogue<'_, S> {
    /// Goes by the script for this command, or does what is usual.
    async fn meet(&mut self, line: &[u8]) -> Result<Option<GoAhead>, Ending> {
        let stage = if self.logged_in { Stage::LoggedIn } else { self.channel.stage() };
        let verb = line.split(|octet| *octet == b' ').next().unwrap_or_default();
        let verb = Moment::command(&String::from_utf8_lossy(verb));
        let any = || self.site.script(&Moment::command("*"), stage);
        let Some(steps) = self.site.script(&verb, stage).or_else(any) else {
            return self.obey(line).await;
        };
        let fill = self.fill();
        match play(self.lines, &steps, &fill).await? {
            After::Answered => Ok(None),
            After::Starttls => Ok(Some(GoAhead)),
            After::GoOn(rest) => {
                let go_ahead = self.obey(line).await?;
                play(self.lines, rest, &fill).await?;
                Ok(go_ahead)
            }
        }
    }

    fn fill(&self) -> Fill {
        let (line, user) = (self.lines.heard().to_vec(), self.user.clone());
        Fill { line, user, ..fill(self.site, self.lines.scribe()) }
    }

    async fn obey(&mut self, line: &[u8]) -> Result<Option<GoAhead>, Ending> {
        let line = String::from_utf8_lossy(line);
        let rest = line.split_once(' ').map_or("", |(_verb, rest)| rest.trim());
        let mut words = line.split_ascii_whitespace();
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        let words: Vec<&str> = words.collect();
        match (verb.as_str(), words.as_slice()) {
            ("EHLO", [client, ..]) => {
                self.greet(client, true);
                let greeting = self.capabilities();
                self.lines.send(&greeting).await?;
            }
            ("HELO", [client, ..]) => {
                self.greet(client, false);
                self.reply(&format!("250 {}", self.site.host)).await?;
            }
            ("EHLO" | "HELO", []) => {
                self.reply(&format!("501 Syntax: {verb} hostname")).await?;
            }
            ("STARTTLS", []) => return self.starttls().await,
            ("STARTTLS", _) => self.reply("501 5.5.4 Syntax: STARTTLS").await?,
            ("AUTH", words) => self.auth(words).await?,
            // The octets come, whatever is thought of them.
            ("BDAT", words) => self.bdat(words).await?,
            ("MAIL" | "RCPT" | "DATA" | "VRFY", _) if !self.may_send() => {
                self.reply("530 5.7.0 Authentication required").await?;
            }
            ("MAIL", _) => self.mail(rest).await?,
            ("RCPT", _) => self.rcpt(rest).await?,
            ("DATA", []) => self.data().await?,
            ("DATA", _) => self.reply("501 5.5.4 Syntax: DATA").await?,
            ("VRFY", [address]) => self.vrfy(address).await?,
            ("VRFY", _) => self.reply("501 5.5.4 Syntax: VRFY address").await?,
            ("HELP", _) => {
                self.reply("214 2.0.0 See https://www.rfc-editor.org/rfc/rfc6409").await?;
            }
            ("NOOP", _) => self.reply("250 2.0.0 Ok").await?,
            ("RSET", []) => {
                self.envelope = None;
                self.reply("250 2.0.0 Ok").await?;
            }
            ("RSET", _) => self.reply("501 5.5.4 Syntax: RSET").await?,
            ("QUIT", _) => {
                self.reply("221 2.0.0 Bye").await?;
                return Err(Ending::ByServer);
            }
            _ => self.reply("502 5.5.2 Error: command not recognized").await?,
        }
        Ok(None)
    }

    /// Begins anew, as every greeting does (RFC 5321 §4.1.4).
    fn greet(&mut self, client: &str, extended: bool) {
        (self.client, self.extended, self.envelope) = (client.to_owned(), extended, None);
    }

    /// The answer to `EHLO`: the keywords that a scenario lists, or Postfix's.
    fn capabilities(&self) -> Vec<u8> {
        let listed = &self.site.behaviour.capabilities;
        let said = match (self.logged_in, self.channel.is_secure()) {
            (true, _) => &listed.logged_in,
            (false, true) => &listed.inside_tls,
            (false, false) => &listed.in_clear,
        };
        let all = match said {
            Some(said) => {
                let said = self.fill().fill(said.text());
                said.split(|octet| *octet == b',')
                    .map(|keyword| keyword.trim_ascii().into())
                    .collect()
            }
            None => self.usual_capabilities(),
        };
        let host = self.site.host.as_bytes().to_vec();
        let mut lines: Vec<Vec<u8>> = [host].into_iter().chain(all).collect();
        let last = lines.len() - 1;
        for (number, line) in lines.iter_mut().enumerate() {
            let head = if number == last { "250 " } else { "250-" };
            *line = [head.as_bytes(), line, b"\r\n"].concat();
        }
        lines.concat()
    }

    fn usual_capabilities(&self) -> Vec<Vec<u8>> {
        let behaviour = &self.site.behaviour;
        let size = format!("SIZE {MAX_MESSAGE_OCTETS}");
        let mut all = vec!["PIPELINING".to_owned(), size, "VRFY".to_owned()];
        if !self.channel.is_secure() && behaviour.starttls != Starttls::NotOffered {
            all.push("STARTTLS".to_owned());
        }
        let mechanisms = self.site.mechanisms(self.channel);
        if !mechanisms.is_empty() {
            let names: Vec<_> = mechanisms.into_iter().map(Mechanism::name).collect();
            all.push(format!("AUTH {}", names.join(" ")));
        }
        let always = ["ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING"];
        all.extend(always.map(str::to_owned));
        all.into_iter().map(String::into_bytes).collect()
    }

    async fn starttls(&mut self) -> Result<Option<GoAhead>, Ending> {
        if self.channel.is_secure() {
            self.reply("554 5.5.1 Error: TLS already active").await?;
            return Ok(None);
        }
        let after = match self.site.behaviour.starttls {
            Starttls::NotOffered => {
                self.reply("502 5.5.1 Error: command not implemented").await?;
                return Ok(None);
            }
            Starttls::OfferedThenRefused => {
                self.reply("454 4.7.0 TLS not available due to local problem").await?;
                return Ok(None);
            }
            Starttls::Injected => INJECTED,
            Starttls::Offered | Starttls::CarriesCommands => "",
        };
        let go_ahead = format!("220 2.0.0 Ready to start TLS\r\n{after}");
        self.lines.send(go_ahead.as_bytes()).await?;
        Ok(Some(GoAhead))
    }

    async fn auth(&mut self, words: &[&str]) -> Result<(), Ending> {
        if let Some(refusal) = self.no_login() {
            return self.reply(refusal).await;
        }
        if self.site.mechanisms(self.channel).is_empty() {
            return self.say(Reply::TlsRequired).await;
        }
        let offered = self.site.mechanisms(self.channel);
        let known = words.first().and_then(|name| Mechanism::named(name.as_bytes()));
        let Some(mechanism) = known.filter(|known| offered.contains(known)) else {
            return self.reply("535 5.7.8 Error: authentication failed: Invalid mechanism").await;
        };
        let initial = words.get(1).map(|word| word.as_bytes());
        match sasl::exchange(self.lines, "334", mechanism, initial, self.site).await? {
            Outcome::Aborted => self.reply("501 5.7.0 Authentication aborted").await,
            Outcome::Claimed(claim) => {
                let scribe = self.lines.scribe();
                let verdict = self.site.judge_claim(&claim, mechanism.name(), scribe);
                self.conclude(&claim.user, verdict).await
            }
            Outcome::Malformed => {
                self.reply("501 5.5.2 Error: malformed authentication response").await
            }
        }
    }

    /// Why no credential is looked at here and now.
    fn no_login(&self) -> Option<&'static str> {
        if self.logged_in {
            Some("503 5.5.1 Error: already authenticated")
        } else if !self.extended {
            Some("503 5.5.1 Error: send HELO/EHLO first")
        } else if self.site.behaviour.mechanisms.is_empty() {
            Some("503 5.5.1 Error: authentication not enabled")
        } else {
            None
        }
    }

    async fn conclude(&mut self, user: &[u8], verdict: Verdict) -> Result<(), Ending> {
        match verdict {
            Verdict::Accepted(seat) => {
                (self.logged_in, self.seat) = (true, seat);
                self.user = String::from_utf8_lossy(user).into_owned();
                self.say(Reply::LoggedIn).await?;
                match self.site.script(&Moment::LoggedIn, Stage::LoggedIn) {
                    Some(steps) => self.go_by(&steps).await,
                    None => Ok(()),
                }
            }
            Verdict::Refused(reply) => self.say(reply).await,
            Verdict::Scripted(steps) => self.go_by(&steps).await,
        }
    }

    async fn go_by(&mut self, steps: &[Step]) -> Result<(), Ending> {
        let fill = self.fill();
        play(self.lines, steps, &fill).await.map(|_| ())
    }

    /// Says what is said on this occasion.
    async fn say(&mut self, reply: Reply) -> Result<(), Ending> {
        let words = self.fill().fill(self.site.words(reply));
        self.lines.send(&[words, b"\r\n".to_vec()].concat()).await
    }

    async fn reply(&mut self, text: &str) -> Result<(), Ending> {
        self.lines.send(format!("{text}\r\n").as_bytes()).await
    }

    /// Takes leave of a client that is still there, but talks too much or too little.
    async fn say_why(&mut self, ending: &Ending) -> Result<(), Ending> {
        match ending {
            Ending::TooLong => self.reply("500 5.5.2 Error: line too long").await,
            Ending::TimedOut => {
                let text = format!("421 4.4.2 {} Error: timeout exceeded", self.site.host);
                self.reply(&text).await
            }
            Ending::Broken(_)
            | Ending::ByClient
            | Ending::ByServer
            | Ending::Reset
            | Ending::Stopped => Ok(()),
        }
    }
}
