//! IMAP as far as the log-in and the goodbye, in the words of Dovecot.

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::behaviour::Starttls;
use crate::connection::Channel;
use crate::connection::GoAhead;
use crate::imap_command::Command;
use crate::line::Lines;
use crate::log::Ending;
use crate::sasl;
use crate::sasl::Credential;
use crate::sasl::Mechanism;
use crate::site::Site;
use crate::site::Verdict;

/// Dovecot with a full log-in queue (`src/login-common/client-common.c`).
pub(crate) const BUSY: &str = "* BYE Connection queue full\r\n";

/// What somebody between client and server would add to the go-ahead.
const INJECTED: &str = "* CAPABILITY IMAP4rev1 AUTH=PLAIN X-INJECTED\r\n";

pub(crate) fn greeting(site: &Site, channel: Channel) -> Vec<u8> {
    status(site, "* OK", &capability_code(site, channel, false), "mailcheck-mock ready.")
}

pub(crate) fn preauth(site: &Site, channel: Channel) -> Vec<u8> {
    status(site, "* PREAUTH", &capability_code(site, channel, true), "Logged in already.")
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
    let mut dialogue = Dialogue { lines, site, channel, logged_in: false };
    loop {
        let command = match Command::read(dialogue.lines).await {
            Ok(command) => command,
            Err(ending) => {
                dialogue.say_why(&ending).await?;
                return Err(ending);
            }
        };
        if let Some(go_ahead) = dialogue.obey(&command).await? {
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
}

impl<S: AsyncRead + AsyncWrite + Unpin> Dialogue<'_, S> {
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
                self.lines.send(b"* ID (\"name\" \"mailcheck-mock\")\r\n").await?;
                self.reply(tag, "OK", "", "ID completed.").await?;
            }
            "ENABLE" if self.logged_in => {
                self.lines.send(b"* ENABLED\r\n").await?;
                self.reply(tag, "OK", "", "Enabled.").await?;
            }
            "NOOP" => self.reply(tag, "OK", "", "NOOP completed.").await?,
            "LOGOUT" => {
                let goodbye = status(self.site, "* BYE", "", "Logging out");
                self.lines.send(&goodbye).await?;
                self.reply(tag, "OK", "", "Logout completed.").await?;
                return Err(Ending::ByServer);
            }
            "STARTTLS" => return self.starttls(tag).await,
            "LOGIN" => self.login(tag, command.arguments()).await?,
            "AUTHENTICATE" => self.authenticate(tag, command.arguments()).await?,
            _ => self.reply(tag, "BAD", "", "Error in IMAP command: unknown command.").await?,
        }
        Ok(None)
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
            Starttls::Refused => {
                self.reply(tag, "NO", "", "TLS initialization failed.").await?;
                return Ok(None);
            }
            Starttls::Injecting => INJECTED,
            Starttls::Offered | Starttls::CarryingCommands => "",
        };
        let go_ahead = format!("{tag} OK Begin TLS negotiation now.\r\n{after}");
        self.lines.send(go_ahead.as_bytes()).await?;
        Ok(Some(GoAhead))
    }

    async fn login(&mut self, tag: &str, arguments: &[Vec<u8>]) -> Result<(), Ending> {
        if let Some(refusal) = self.no_login() {
            return self.reply(tag, refusal.0, refusal.1, refusal.2).await;
        }
        let [user, password] = arguments else {
            return self.reply(tag, "BAD", "", "Error in IMAP command LOGIN: two words.").await;
        };
        let credential = Credential { user: user.clone(), password: password.clone() };
        self.judge(tag, &credential, "LOGIN").await
    }

    async fn authenticate(&mut self, tag: &str, arguments: &[Vec<u8>]) -> Result<(), Ending> {
        if let Some(refusal) = self.no_login() {
            return self.reply(tag, refusal.0, refusal.1, refusal.2).await;
        }
        let known = arguments.first().and_then(|name| Mechanism::named(name));
        let Some(mechanism) = known else {
            return self.reply(tag, "NO", "", "Unsupported authentication mechanism.").await;
        };
        let initial = arguments.get(1).map(Vec::as_slice);
        match sasl::exchange(self.lines, "+", mechanism, initial).await? {
            Some(credential) => self.judge(tag, &credential, mechanism.name()).await,
            None => self.reply(tag, "BAD", "", "Authentication aborted by client.").await,
        }
    }

    /// Why no credential is looked at here and now: condition, code, text.
    fn no_login(&self) -> Option<(&'static str, &'static str, &'static str)> {
        if self.logged_in {
            Some(("BAD", "", "Already logged in."))
        } else if takes_credentials(self.site, self.channel) {
            None
        } else if self.channel.is_secure() {
            Some(("NO", "", "Authentication is disabled."))
        } else {
            let text = "Cleartext authentication disallowed on non-secure (SSL/TLS) connections.";
            Some(("NO", "[PRIVACYREQUIRED] ", text))
        }
    }

    async fn judge(
        &mut self,
        tag: &str,
        credential: &Credential,
        mechanism: &'static str,
    ) -> Result<(), Ending> {
        let verdict = self.site.judge(credential, mechanism, self.lines.scribe());
        match verdict {
            Verdict::Accepted | Verdict::AcceptedThenBye => {
                self.logged_in = true;
                let code = capability_code(self.site, self.channel, true);
                self.reply(tag, "OK", &code, "Logged in").await?;
            }
            Verdict::Refused => {
                self.reply(tag, "NO", "[AUTHENTICATIONFAILED] ", "Authentication failed.").await?;
            }
            Verdict::TemporaryFailure => {
                let text = format!("Temporary authentication failure. [{}]", self.site.stamp());
                self.reply(tag, "NO", "[UNAVAILABLE] ", &text).await?;
            }
        }
        if verdict == Verdict::AcceptedThenBye {
            // Exchange Online's words.
            self.lines.send(b"* BYE Connection closed. 14\r\n").await?;
            return Err(Ending::ByServer);
        }
        Ok(())
    }

    async fn reply(
        &mut self,
        tag: &str,
        condition: &str,
        code: &str,
        text: &str,
    ) -> Result<(), Ending> {
        self.lines.send(&status(self.site, &format!("{tag} {condition}"), code, text)).await
    }

    /// Takes leave of a client that is still there, but talks too much or too little.
    async fn say_why(&mut self, ending: &Ending) -> Result<(), Ending> {
        match ending {
            Ending::TooLong => self.lines.send(b"* BYE Command line too long.\r\n").await,
            Ending::TimedOut => self.lines.send(b"* BYE Disconnected for inactivity.\r\n").await,
            Ending::Broken(_) | Ending::ByClient | Ending::ByServer => Ok(()),
        }
    }
}

/// A status response: `head`, a response code with the space behind it or nothing, words.
fn status(site: &Site, head: &str, code: &str, text: &str) -> Vec<u8> {
    [format!("{head} {code}").into_bytes(), site.text(text), b"\r\n".to_vec()].concat()
}

fn capability_code(site: &Site, channel: Channel, logged_in: bool) -> String {
    format!("[CAPABILITY {}] ", capabilities(site, channel, logged_in))
}

fn capabilities(site: &Site, channel: Channel, logged_in: bool) -> String {
    let always = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+".to_owned();
    let mut all = vec![always];
    if logged_in {
        all.push("NAMESPACE SPECIAL-USE".to_owned());
    } else {
        if !channel.is_secure() && site.behaviour.starttls != Starttls::NotOffered {
            all.push("STARTTLS".to_owned());
        }
        let takes = takes_credentials(site, channel);
        all.push(if takes { "AUTH=PLAIN AUTH=LOGIN" } else { "LOGINDISABLED" }.to_owned());
    }
    all.extend(site.invented_capabilities());
    all.join(" ")
}

fn takes_credentials(site: &Site, channel: Channel) -> bool {
    site.behaviour.mechanisms && (channel.is_secure() || site.behaviour.clear_auth)
}
