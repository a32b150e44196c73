//! IMAP as far as the log-in and the goodbye, in the words of Dovecot.
//!
//! What a client can do once it is logged in is in the modules below this one.

mod fetch;
mod list;
mod mailboxes;
mod messages;
mod mime;
mod name;
mod reply;
mod search;
mod search_text;
mod section;
mod session;
mod set;
mod structure;
mod syntax;
mod view;

use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use session::Session;
pub(crate) use syntax::Value;

use crate::connection::Channel;
use crate::connection::GoAhead;
use crate::connection::fill;
use crate::imap_command::Command;
use crate::ledger::Seat;
use crate::line::Lines;
use crate::log::Ending;
use crate::reply::Reply;
use crate::sasl;
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
const INJECTED: &str = "* CAPABILITY IMAP4rev1 AUTH=PLAIN X-INJECTED\r\n";

/// Talks until the client leaves, or until TLS is to begin.
pub(crate) async fn talk<S>(
    lines: &mut Lines<S>,
    site: &Site,
    channel: Channel,
    logged_in: bool,
) -> Result<GoAhead, Ending>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (user, seat) = (String::new(), None);
    let (session, introduced) = (None, false);
    let mut dialogue =
        Dialogue { lines, site, channel, logged_in, user, seat, introduced, session };
    loop {
        let read = if dialogue.logged_in {
            syntax::read(dialogue.lines).await
        } else {
            Command::read(dialogue.lines).await
        };
        let command = match read {
            Ok(command) => command,
            Err(ending) => {
                dialogue.say_why(&ending).await?;
                return Err(ending);
            }
        };
        if let Some(go_ahead) = dialogue.meet(&command).await? {
            return Ok(go_ahead);
        }
    }
}

/// One client, between greeting and goodbye.
struct Dialogue<'a, S> {
    lines: &'a mut Lines<S>,
    site: &'a Site,
    channel: Channel,
    logged_in: bool,
    user: String,
    /// A place among the user's connections.
    seat: Option<Seat>,
    /// The client has said which it is.
    introduced: bool,
    /// What there is to do with mail, once something is done with it.
    session: Option<Session>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Dialogue<'_, S> {
    /// Goes by the script for this command, or does what is usual.
    async fn meet(&mut self, command: &Command) -> Result<Option<GoAhead>, Ending> {
        let stage = if self.logged_in { Stage::LoggedIn } else { self.channel.stage() };
        let verb = Moment::command(&command.verb());
        let any = || self.site.script(&Moment::command("*"), stage);
        let Some(steps) = self.site.script(&verb, stage).or_else(any) else {
            return self.obey(command).await;
        };
        let fill = self.fill(&command.tag());
        match play(self.lines, &steps, &fill).await? {
            After::Answered => Ok(None),
            After::Starttls => Ok(Some(GoAhead)),
            After::GoOn(rest) => {
                let go_ahead = self.obey(command).await?;
                play(self.lines, rest, &fill).await?;
                Ok(go_ahead)
            }
        }
    }

    fn fill(&self, tag: &str) -> Fill {
        let capabilities = capabilities(self.site, self.channel, self.logged_in);
        let (line, tag) = (self.lines.heard().to_vec(), tag.to_owned());
        let user = self.user.clone();
        Fill { capabilities, line, tag, user, ..fill(self.site, self.lines.scribe()) }
    }

    async fn obey(&mut self, command: &Command) -> Result<Option<GoAhead>, Ending> {
        let tag = &command.tag();
        match command.verb().as_str() {
            "CAPABILITY" => {
                let capabilities = capabilities(self.site, self.channel, self.logged_in);
                let data = format!("* CAPABILITY {capabilities}\r\n");
                self.lines.send(data.as_bytes()).await?;
                self.reply(tag, "OK", "", "Capability completed.").await?;
            }
            "ID" => {
                // Whose fields are read depends on whether somebody is logged in.
                let is_list = |value: &Value| matches!(value, Value::List(_));
                let listed = command.values.iter().flatten().any(is_list);
                self.introduced |= listed || command.arguments().concat().starts_with(b"(");
                self.lines.send(b"* ID (\"name\" \"mailcheck-mock\")\r\n").await?;
                self.reply(tag, "OK", "", "ID completed.").await?;
            }
            "NOOP" if !self.logged_in => self.reply(tag, "OK", "", "NOOP completed.").await?,
            "LOGOUT" => {
                self.lines.send(b"* BYE Logging out\r\n").await?;
                self.reply(tag, "OK", "", "Logout completed.").await?;
                return Err(Ending::ByServer);
            }
            "STARTTLS" => return self.starttls(tag).await,
            "LOGIN" => self.login(tag, command.arguments()).await?,
            "AUTHENTICATE" => self.authenticate(tag, command.arguments()).await?,
            "EXAMINE" | "SELECT" if self.hides_mailboxes() => {
                self.say(tag, Reply::IdRequired).await?;
            }
            _ if self.logged_in => self.obey_session(command).await?,
            _ => self.reply(tag, "BAD", "", "Error in IMAP command: unknown command.").await?,
        }
        Ok(None)
    }

    fn hides_mailboxes(&self) -> bool {
        self.logged_in && self.site.behaviour.requires_id && !self.introduced
    }

    /// What only somebody who is logged in can ask for.
    async fn obey_session(&mut self, command: &Command) -> Result<(), Ending> {
        let silent = self.site.behaviour.silent_idle;
        let maildrop = || self.site.store.maildrop_of(&self.user);
        let session = self.session.get_or_insert_with(|| Session::new(maildrop(), silent));
        let reply = match session.obey(self.lines, command).await {
            Ok(reply) => reply,
            Err(ending) => {
                self.say_why(&ending).await?;
                return Err(ending);
            }
        };
        self.lines.send(&reply.line(&command.tag())).await
    }

    async fn starttls(&mut self, tag: &str) -> Result<Option<GoAhead>, Ending> {
        if self.channel.is_secure() {
            self.reply(tag, "BAD", "", "TLS is already active.").await?;
            return Ok(None);
        }
        let after = match self.site.behaviour.starttls {
            Starttls::NotOffered => {
                self.reply(tag, "BAD", "", "TLS support isn't enabled.").await?;
                return Ok(None);
            }
            Starttls::OfferedThenRefused => {
                self.reply(tag, "NO", "", "TLS initialization failed.").await?;
                return Ok(None);
            }
            Starttls::Injected => INJECTED,
            Starttls::Offered | Starttls::CarriesCommands => "",
        };
        let go_ahead = format!("{tag} OK Begin TLS negotiation now.\r\n{after}");
        self.lines.send(go_ahead.as_bytes()).await?;
        Ok(Some(GoAhead))
    }

    async fn login(&mut self, tag: &str, arguments: &[Vec<u8>]) -> Result<(), Ending> {
        if self.refuses_login(tag, takes_passwords(self.site, self.channel)).await? {
            return Ok(());
        }
        let [user, password] = arguments else {
            return self.reply(tag, "BAD", "", "Error in IMAP command LOGIN: two words.").await;
        };
        let credential = Credential { user: user.clone(), password: password.clone() };
        let verdict = self.site.judge(&credential, "LOGIN", self.lines.scribe());
        self.conclude(tag, &credential.user, verdict).await
    }

    async fn authenticate(&mut self, tag: &str, arguments: &[Vec<u8>]) -> Result<(), Ending> {
        let offered = self.site.mechanisms(self.channel);
        if self.refuses_login(tag, !offered.is_empty()).await? {
            return Ok(());
        }
        let known = arguments.first().and_then(|name| Mechanism::named(name));
        let Some(mechanism) = known.filter(|known| offered.contains(known)) else {
            return self.reply(tag, "NO", "", "Unsupported authentication mechanism.").await;
        };
        let initial = arguments.get(1).map(Vec::as_slice);
        match sasl::exchange(self.lines, "+", mechanism, initial, self.site).await? {
            Outcome::Aborted => {
                self.reply(tag, "BAD", "", "Authentication aborted by client.").await
            }
            Outcome::Claimed(claim) => {
                let scribe = self.lines.scribe();
                let verdict = self.site.judge_claim(&claim, mechanism.name(), scribe);
                self.conclude(tag, &claim.user, verdict).await
            }
            Outcome::Malformed => {
                self.reply(tag, "BAD", "", "Malformed authentication response.").await
            }
        }
    }

    /// Says why no credential is looked at here and now, if so.
    async fn refuses_login(&mut self, tag: &str, is_taken: bool) -> Result<bool, Ending> {
        if self.logged_in {
            self.reply(tag, "BAD", "", "Already logged in.").await?;
        } else if is_taken {
            return Ok(false);
        } else if self.channel.is_secure() {
            self.reply(tag, "NO", "", "Authentication is disabled.").await?;
        } else {
            self.say(tag, Reply::TlsRequired).await?;
        }
        Ok(true)
    }

    async fn conclude(&mut self, tag: &str, user: &[u8], verdict: Verdict) -> Result<(), Ending> {
        match verdict {
            Verdict::Accepted(seat) => {
                (self.logged_in, self.seat) = (true, seat);
                self.user = String::from_utf8_lossy(user).into_owned();
                self.say(tag, Reply::LoggedIn).await?;
                self.welcome(tag).await
            }
            Verdict::Refused(reply) => self.say(tag, reply).await,
            Verdict::Scripted(steps) => self.go_by(&steps, tag).await,
        }
    }

    /// What happens to somebody who has just logged in.
    async fn welcome(&mut self, tag: &str) -> Result<(), Ending> {
        match self.site.script(&Moment::LoggedIn, Stage::LoggedIn) {
            Some(steps) => self.go_by(&steps, tag).await,
            None => Ok(()),
        }
    }

    async fn go_by(&mut self, steps: &[Step], tag: &str) -> Result<(), Ending> {
        let fill = self.fill(tag);
        play(self.lines, steps, &fill).await.map(|_| ())
    }

    /// Says what is said on this occasion: lines of data as they are, the others with the tag.
    async fn say(&mut self, tag: &str, reply: Reply) -> Result<(), Ending> {
        let words = self.fill(tag).fill(self.site.words(reply));
        let mut lines = Vec::new();
        for line in words.split(|&octet| octet == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !line.starts_with(b"* ") && !line.starts_with(b"+ ") {
                lines.extend_from_slice(format!("{tag} ").as_bytes());
            }
            lines.extend_from_slice(line);
            lines.extend_from_slice(b"\r\n");
        }
        self.lines.send(&lines).await
    }

    async fn reply(
        &mut self,
        tag: &str,
        condition: &str,
        code: &str,
        text: &str,
    ) -> Result<(), Ending> {
        self.lines.send(format!("{tag} {condition} {code}{text}\r\n").as_bytes()).await
    }

    /// Takes leave of a client that is still there, but talks too much or too little.
    async fn say_why(&mut self, ending: &Ending) -> Result<(), Ending> {
        match ending {
            Ending::TooLong => self.lines.send(b"* BYE Command line too long.\r\n").await,
            Ending::TimedOut => self.lines.send(b"* BYE Disconnected for inactivity.\r\n").await,
            Ending::Broken(_)
            | Ending::ByClient
            | Ending::ByServer
            | Ending::Reset
            | Ending::Stopped => Ok(()),
        }
    }
}

/// Capabilities before and after the log-in.
const ALWAYS: &str = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+";

/// Capabilities that come with the log-in: `IMAP4rev2`, and what it took over from extensions.
const WHEN_LOGGED_IN: &str = "IMAP4rev2 NAMESPACE SPECIAL-USE CHILDREN LIST-EXTENDED LIST-STATUS \
    STATUS=SIZE UIDPLUS UNSELECT MOVE ESEARCH SEARCHRES BINARY QUOTA QUOTA=RES-STORAGE \
    QUOTA=RES-MESSAGE";

/// Longest silence of a client that is logged in: RFC 9051 §5.4 asks for no less.
const AUTOLOGOUT: Duration = Duration::from_mins(30);

/// What is listed to a client.
pub(crate) fn capabilities(site: &Site, channel: Channel, logged_in: bool) -> String {
    let listed = &site.behaviour.capabilities;
    let said = match (logged_in, channel.is_secure()) {
        (true, _) => &listed.logged_in,
        (false, true) => &listed.inside_tls,
        (false, false) => &listed.in_clear,
    };
    if let Some(said) = said {
        return String::from_utf8_lossy(said.text()).into_owned();
    }
    let mut all = vec![ALWAYS.to_owned()];
    if logged_in {
        all.push(WHEN_LOGGED_IN.to_owned());
    } else {
        if !channel.is_secure() && site.behaviour.starttls != Starttls::NotOffered {
            all.push("STARTTLS".to_owned());
        }
        all.extend(site.mechanisms(channel).iter().map(|name| format!("AUTH={name}")));
        if !takes_passwords(site, channel) {
            all.push("LOGINDISABLED".to_owned());
        }
    }
    all.join(" ")
}

/// Whether the command `LOGIN` is taken: where a password may be shown at all.
fn takes_passwords(site: &Site, channel: Channel) -> bool {
    site.mechanisms(channel).iter().any(|mechanism| mechanism.shows_password())
}
