//! Message submission as far as the log-in, in the words of Postfix. Nothing is delivered.

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::behaviour::Starttls;
use crate::connection::Channel;
use crate::connection::GoAhead;
use crate::line::Lines;
use crate::log::Ending;
use crate::sasl;
use crate::sasl::Credential;
use crate::sasl::Mechanism;
use crate::site::Site;
use crate::site::Verdict;

/// What somebody between client and server would add to the go-ahead.
const INJECTED: &str = "250-injected.example.net\r\n250 AUTH PLAIN\r\n";

pub(crate) fn greeting(site: &Site) -> Vec<u8> {
    reply(site, &format!("220 {} ESMTP mailcheck-mock", site.host))
}

pub(crate) fn busy<S>(site: &Site, lines: &Lines<S>) -> String
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let peer = lines.scribe().peer;
    format!("421 4.7.0 {} Error: too many connections from {peer}\r\n", site.host)
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
    let mut dialogue = Dialogue { lines, site, channel, extended: false, logged_in: false };
    loop {
        let line = match dialogue.lines.line().await {
            Ok(line) => line,
            Err(ending) => {
                dialogue.say_why(&ending).await?;
                return Err(ending);
            }
        };
        if let Some(go_ahead) = dialogue.obey(&line).await? {
            return Ok(go_ahead);
        }
    }
}

/// One client, between greeting and goodbye.
struct Dialogue<'a, S> {
    lines: &'a mut Lines<S>,
    site: &'a Site,
    channel: Channel,
    /// Whether the client said `EHLO`.
    extended: bool,
    logged_in: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Dialogue<'_, S> {
    async fn obey(&mut self, line: &[u8]) -> Result<Option<GoAhead>, Ending> {
        let line = String::from_utf8_lossy(line);
        let mut words = line.split_ascii_whitespace();
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        let words: Vec<&str> = words.collect();
        match (verb.as_str(), words.as_slice()) {
            ("EHLO", [_, ..]) => {
                self.extended = true;
                let greeting = self.capabilities();
                self.lines.send(&greeting).await?;
            }
            ("HELO", [_, ..]) => self.reply(&format!("250 {}", self.site.host)).await?,
            ("EHLO" | "HELO", []) => {
                self.reply(&format!("501 Syntax: {verb} hostname")).await?;
            }
            ("STARTTLS", []) => return self.starttls().await,
            ("STARTTLS", _) => self.reply("501 5.5.4 Syntax: STARTTLS").await?,
            ("AUTH", words) => self.auth(words).await?,
            ("MAIL" | "RCPT" | "DATA", _) if !self.logged_in => {
                self.reply("530 5.7.0 Authentication required").await?;
            }
            ("MAIL", _) => self.reply("250 2.1.0 Ok").await?,
            ("RCPT", _) => self.reply("250 2.1.5 Ok").await?,
            ("DATA", _) => self.reply("554 5.3.2 Error: no delivery here").await?,
            ("NOOP" | "RSET", _) => self.reply("250 2.0.0 Ok").await?,
            ("QUIT", _) => {
                self.reply("221 2.0.0 Bye").await?;
                return Err(Ending::ByServer);
            }
            _ => self.reply("502 5.5.2 Error: command not recognized").await?,
        }
        Ok(None)
    }

    fn capabilities(&self) -> Vec<u8> {
        let mut all = vec!["PIPELINING".to_owned(), "SIZE 26214400".to_owned()];
        let starttls = self.site.behaviour.starttls;
        if !self.channel.is_secure() && starttls != Starttls::NotOffered {
            all.push("STARTTLS".to_owned());
        }
        if self.takes_credentials() {
            all.push("AUTH PLAIN LOGIN".to_owned());
        }
        all.push("ENHANCEDSTATUSCODES".to_owned());
        all.push("8BITMIME".to_owned());
        all.extend(self.site.invented_capabilities());
        let mut lines = reply(self.site, &format!("250-{}", self.site.host));
        lines.extend(all.iter().flat_map(|name| format!("250-{name}\r\n").into_bytes()));
        lines.extend_from_slice(b"250 SMTPUTF8\r\n");
        lines
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
            Starttls::Refused => {
                self.reply("454 4.7.0 TLS not available due to local problem").await?;
                return Ok(None);
            }
            Starttls::Injecting => INJECTED,
            Starttls::Offered | Starttls::CarryingCommands => "",
        };
        let go_ahead = format!("220 2.0.0 Ready to start TLS\r\n{after}");
        self.lines.send(go_ahead.as_bytes()).await?;
        Ok(Some(GoAhead))
    }

    async fn auth(&mut self, words: &[&str]) -> Result<(), Ending> {
        if let Some(refusal) = self.no_login() {
            return self.reply(refusal).await;
        }
        let known = words.first().and_then(|name| Mechanism::named(name.as_bytes()));
        let Some(mechanism) = known else {
            return self.reply("535 5.7.8 Error: authentication failed: Invalid mechanism").await;
        };
        let initial = words.get(1).map(|word| word.as_bytes());
        match sasl::exchange(self.lines, "334", mechanism, initial).await? {
            Some(credential) => self.judge(&credential, mechanism).await,
            None => self.reply("501 5.7.0 Authentication aborted").await,
        }
    }

    /// Why no credential is looked at here and now.
    fn no_login(&self) -> Option<&'static str> {
        if self.logged_in {
            Some("503 5.5.1 Error: already authenticated")
        } else if !self.extended {
            Some("503 5.5.1 Error: send HELO/EHLO first")
        } else if self.takes_credentials() {
            None
        } else if self.site.behaviour.mechanisms {
            Some("538 5.7.11 Encryption required for requested authentication mechanism")
        } else {
            Some("503 5.5.1 Error: authentication not enabled")
        }
    }

    fn takes_credentials(&self) -> bool {
        let behaviour = &self.site.behaviour;
        behaviour.mechanisms && (self.channel.is_secure() || behaviour.clear_auth)
    }

    async fn judge(&mut self, credential: &Credential, by: Mechanism) -> Result<(), Ending> {
        let verdict = self.site.judge(credential, by.name(), self.lines.scribe());
        self.logged_in = matches!(verdict, Verdict::Accepted | Verdict::AcceptedThenBye);
        self.reply(match verdict {
            Verdict::Accepted | Verdict::AcceptedThenBye => "235 2.7.0 Authentication successful",
            Verdict::Refused => "535 5.7.8 Error: authentication failed: (reason unavailable)",
            Verdict::TemporaryFailure => {
                "454 4.7.0 Temporary authentication failure: \
                 Connection lost to authentication server"
            }
        })
        .await?;
        if verdict == Verdict::AcceptedThenBye {
            let bye = format!("421 4.3.0 {} Server local data error", self.site.host);
            self.reply(&bye).await?;
            return Err(Ending::ByServer);
        }
        Ok(())
    }

    async fn reply(&mut self, text: &str) -> Result<(), Ending> {
        self.lines.send(&reply(self.site, text)).await
    }

    /// Takes leave of a client that is still there, but talks too much or too little.
    async fn say_why(&mut self, ending: &Ending) -> Result<(), Ending> {
        match ending {
            Ending::TooLong => self.reply("500 5.5.2 Error: line too long").await,
            Ending::TimedOut => {
                let text = format!("421 4.4.2 {} Error: timeout exceeded", self.site.host);
                self.reply(&text).await
            }
            Ending::Broken(_) | Ending::ByClient | Ending::ByServer => Ok(()),
        }
    }
}

fn reply(site: &Site, text: &str) -> Vec<u8> {
    [site.text(text), b"\r\n".to_vec()].concat()
}
