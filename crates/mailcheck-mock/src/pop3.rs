//! POP3 in the words of Dovecot.

mod maildrop;

use md5::Digest;
use md5::Md5;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::connection::Channel;
use crate::connection::GoAhead;
use crate::connection::fill;
use crate::ledger::Seat;
use crate::line::Lines;
use crate::log::Ending;
use crate::log::Scribe;
pub(crate) use crate::pop3::maildrop::Locks;
use crate::pop3::maildrop::Maildrop;
use crate::reply::Reply;
use crate::sasl;
use crate::sasl::Claim;
use crate::sasl::Credential;
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
use crate::spec::Starttls;

/// What somebody between client and server would add to the go-ahead.
const INJECTED: &str = "+OK\r\nSASL PLAIN X-INJECTED\r\n.\r\n";

/// What an `APOP` digest is made over: another one on every connection (RFC 1939 §7).
pub(crate) fn stamp(site: &Site, scribe: &Scribe) -> String {
    format!("<{}.{}@{}>", scribe.connection, site.host.len(), site.host)
}

/// Whether `APOP` is taken: where passwords are known, and no greeting of one's own leaves the stamp out.
pub(crate) fn has_apop(site: &Site) -> bool {
    let has_passwords = site.behaviour.mechanisms.iter().any(|known| known.shows_password());
    let shows_stamp = |greeting: &[u8]| greeting.windows(STAMP.len()).any(|it| it == STAMP);
    let greeting = site.behaviour.greeting.as_ref();
    has_passwords && greeting.is_none_or(|words| shows_stamp(words.text()))
}

/// Talks until the client leaves, or until TLS is to begin.
pub(crate) async fn talk<S>(
    lines: &mut Lines<S>,
    site: &Site,
    channel: Channel,
) -> Result<GoAhead, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (named, user, seat, maildrop) = (None, String::new(), None, None);
    let mut dialogue = Dialogue { lines, site, channel, named, user, seat, maildrop };
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
    /// Who `USER` named.
    named: Option<String>,
    user: String,
    /// A place among the user's connections.
    seat: Option<Seat>,
    /// What is there for somebody who has logged in.
    maildrop: Option<Maildrop<'a>>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Dialogue<'_, S> {
    /// Goes by the script for this command, or does what is usual.
    async fn meet(&mut self, line: &[u8]) -> Result<Option<GoAhead>, Ending> {
        let stage = if self.maildrop.is_some() { Stage::LoggedIn } else { self.channel.stage() };
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
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let verb = verb.to_ascii_uppercase();
        if self.maildrop.is_some() {
            self.transact(&verb, rest).await?;
            return Ok(None);
        }
        match verb.as_str() {
            "APOP" => self.apop(rest).await?,
            "AUTH" => self.auth(rest).await?,
            "CAPA" => self.capa().await?,
            "PASS" => self.pass(rest).await?,
            "QUIT" => {
                self.reply("+OK Logging out").await?;
                return Err(Ending::ByServer);
            }
            "STLS" => return self.stls().await,
            "USER" => self.name(rest).await?,
            _ => self.reply("-ERR Unknown command.").await?,
        }
        Ok(None)
    }

    /// The keywords that a scenario lists, or Dovecot's.
    async fn capa(&mut self) -> Result<(), Ending> {
        let listed = &self.site.behaviour.capabilities;
        let said = match (self.maildrop.is_some(), self.channel.is_secure()) {
            (true, _) => &listed.logged_in,
            (false, true) => &listed.inside_tls,
            (false, false) => &listed.in_clear,
        };
        let mut answer = b"+OK\r\n".to_vec();
        match said {
            Some(said) => {
                for keyword in self.fill().fill(said.text()).split(|octet| *octet == b',') {
                    answer.extend_from_slice(keyword.trim_ascii());
                    answer.extend_from_slice(b"\r\n");
                }
            }
            None => answer.extend_from_slice(self.usual_capabilities().as_bytes()),
        }
        answer.extend_from_slice(b".\r\n");
        self.lines.send(&answer).await
    }

    fn usual_capabilities(&self) -> String {
        let always = "CAPA\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nPIPELINING\r\nAUTH-RESP-CODE\r\n";
        let mut all = always.to_owned();
        if self.maildrop.is_some() {
            return all;
        }
        if !self.channel.is_secure() && self.site.behaviour.starttls != Starttls::NotOffered {
            all.push_str("STLS\r\n");
        }
        if self.takes_passwords() {
            all.push_str("USER\r\n");
        }
        let mechanisms = self.site.mechanisms(self.channel);
        if !mechanisms.is_empty() {
            let names: Vec<_> = mechanisms.into_iter().map(Mechanism::name).collect();
            all.extend(["SASL ", &names.join(" "), "\r\n"]);
        }
        all
    }

    /// Whether the commands `USER` and `PASS` are taken: where a password may be shown at all.
    fn takes_passwords(&self) -> bool {
        self.site.mechanisms(self.channel).iter().any(|mechanism| mechanism.shows_password())
    }

    async fn stls(&mut self) -> Result<Option<GoAhead>, Ending> {
        if self.channel.is_secure() {
            self.reply("-ERR TLS is already active.").await?;
            return Ok(None);
        }
        let after = match self.site.behaviour.starttls {
            Starttls::NotOffered => {
                self.reply("-ERR TLS support isn't enabled.").await?;
                return Ok(None);
            }
            Starttls::OfferedThenRefused => {
                self.reply("-ERR TLS initialization failed.").await?;
                return Ok(None);
            }
            Starttls::Injected => INJECTED,
            Starttls::Offered | Starttls::CarriesCommands => "",
        };
        let go_ahead = format!("+OK Begin TLS negotiation now.\r\n{after}");
        self.lines.send(go_ahead.as_bytes()).await?;
        Ok(Some(GoAhead))
    }

    /// Says why no credential is looked at here and now, if so.
    async fn refuses_login(&mut self, is_taken: bool) -> Result<bool, Ending> {
        if is_taken {
            return Ok(false);
        }
        if self.channel.is_secure() {
            self.reply("-ERR [AUTH] Authentication is disabled.").await?;
        } else {
            self.say(Reply::TlsRequired).await?;
        }
        Ok(true)
    }

    async fn name(&mut self, name: &str) -> Result<(), Ending> {
        if self.refuses_login(self.takes_passwords()).await? {
            return Ok(());
        }
        self.named = Some(name.to_owned());
        self.reply("+OK").await
    }

    /// A password may have spaces, even at its end (RFC 1939 §7).
    async fn pass(&mut self, password: &str) -> Result<(), Ending> {
        if self.refuses_login(self.takes_passwords()).await? {
            return Ok(());
        }
        let Some(user) = self.named.take() else {
            return self.reply("-ERR No username given.").await;
        };
        let credential = Credential { user: user.into(), password: password.into() };
        let verdict = self.site.judge(&credential, "USER", self.lines.scribe());
        self.conclude(&credential.user, verdict).await
    }

    /// The password stays with the client, so this is taken in clear as well, as it was meant.
    async fn apop(&mut self, words: &str) -> Result<(), Ending> {
        if !has_apop(self.site) {
            return self.reply("-ERR APOP not enabled.").await;
        }
        let Some((user, digest)) = words.split_once(' ') else {
            return self.reply("-ERR Invalid parameters.").await;
        };
        let stamp = stamp(self.site, self.lines.scribe());
        let is_right = self.site.accounts.iter().any(|account| {
            let known = account.password.as_deref().filter(|_| account.is_called(user.as_bytes()));
            known.is_some_and(|known| apop_digest(&stamp, known).eq_ignore_ascii_case(digest))
        });
        let claim = Claim { user: user.into(), is_right };
        let verdict = self.site.judge_claim(&claim, "APOP", self.lines.scribe());
        self.conclude(&claim.user, verdict).await
    }

    async fn auth(&mut self, words: &str) -> Result<(), Ending> {
        let offered = self.site.mechanisms(self.channel);
        let mut words = words.split_ascii_whitespace();
        let Some(name) = words.next() else {
            let names: Vec<_> = offered.into_iter().map(Mechanism::name).collect();
            return self.reply(&[&["+OK"], names.as_slice(), &["."]].concat().join("\r\n")).await;
        };
        if self.refuses_login(!offered.is_empty()).await? {
            return Ok(());
        }
        let known = Mechanism::named(name.as_bytes());
        let Some(mechanism) = known.filter(|known| offered.contains(known)) else {
            return self.reply("-ERR Unsupported authentication mechanism.").await;
        };
        let initial = words.next().map(str::as_bytes);
        match sasl::exchange(self.lines, "+", mechanism, initial, self.site).await? {
            Outcome::Aborted => self.reply("-ERR Authentication aborted by client.").await,
            Outcome::Claimed(claim) => {
                let scribe = self.lines.scribe();
                let verdict = self.site.judge_claim(&claim, mechanism.name(), scribe);
                self.conclude(&claim.user, verdict).await
            }
            Outcome::Malformed => self.reply("-ERR Malformed authentication response.").await,
        }
    }

    async fn conclude(&mut self, user: &[u8], verdict: Verdict) -> Result<(), Ending> {
        match verdict {
            Verdict::Accepted(seat) => {
                self.user = String::from_utf8_lossy(user).into_owned();
                self.maildrop = Maildrop::open(self.site, &self.user);
                if self.maildrop.is_none() {
                    self.reply(LOCKED).await?;
                    return Err(Ending::ByServer);
                }
                self.seat = seat;
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

    /// Obeys somebody who is logged in.
    async fn transact(&mut self, verb: &str, rest: &str) -> Result<(), Ending> {
        if verb == "CAPA" {
            return self.capa().await;
        }
        let Some(maildrop) = &mut self.maildrop else { return Ok(()) };
        let answer = maildrop.obey(verb, rest);
        self.lines.send(&answer.octets()).await?;
        if verb == "QUIT" { Err(Ending::ByServer) } else { Ok(()) }
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
            Ending::TooLong => self.reply("-ERR Input line too long.").await,
            Ending::TimedOut => self.reply("-ERR Disconnected for inactivity.").await,
            Ending::Broken(_)
            | Ending::ByClient
            | Ending::ByServer
            | Ending::Reset
            | Ending::Stopped => Ok(()),
        }
    }
}

/// MD5 over stamp and password, in hexadecimal (RFC 1939 §7).
fn apop_digest(stamp: &str, password: &str) -> String {
    let digest = Md5::new().chain_update(stamp).chain_update(password).finalize();
    format!("{:032x}", u128::from_be_bytes(digest.into()))
}

/// Dovecot to somebody who has logged in twice (`src/pop3/main.c`).
const LOCKED: &str = "-ERR [IN-USE] Mailbox is locked by another POP3 session.";

/// Where a greeting shows the stamp, which says that there is `APOP` (RFC 1939 §7).
const STAMP: &[u8] = b"$stamp";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apop_is_the_example_of_the_rfc() {
        // RFC 1939 §7
        let digest = apop_digest("<1896.697170952@dbc.mtview.ca.us>", "tanstaaf");
        assert_eq!(digest, "c4c9334bac560ecc979e58001b3e22fb");
    }
}
