//! What the servers themselves say of who came.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use super::dovecot;
use super::postfix;
use super::servers::Lab;
use super::states::State;
use super::web;

/// A moment in the logs; what was written before it is not counted.
#[derive(Clone, Debug, Default)]
pub struct Mark(Vec<(PathBuf, usize)>);

impl Mark {
    /// The present end of all logs of the lab in this directory.
    pub(super) fn now(directory: &Path) -> Self {
        let others = [postfix::log(directory), web::log(directory)];
        let logs = dovecot::logs(directory).chain(others);
        Self(logs.map(|log| (log.clone(), read(&log).len())).collect())
    }

    fn before(&self, log: &Path) -> usize {
        self.0.iter().find(|(path, _)| path == log).map_or(0, |(_, length)| *length)
    }
}

impl Lab {
    /// The present end of all logs.
    pub fn mark(&self) -> Mark {
        Mark::now(self.directory())
    }

    /// What Dovecot logged since.
    pub fn dovecot_log(&self, since: &Mark) -> String {
        dovecot(self.directory(), since)
    }

    /// What Postfix logged since.
    pub fn postfix_log(&self, since: &Mark) -> String {
        after(&postfix::log(self.directory()), since)
    }

    /// What nginx logged since, one line a request: the number of its connection, `http` or `https`, the host, the
    /// request in quotes, the status of the answer.
    pub fn web_log(&self, since: &Mark) -> String {
        after(&web::log(self.directory()), since)
    }

    /// Refused log-ins of `user` since, over IMAP and SMTP together: Dovecot checks the passwords of both.
    pub fn failed_logins(&self, since: &Mark, user: &str) -> usize {
        failed_logins(&self.dovecot_log(since), user)
    }

    /// TCP connections to one service of a host since, over all its addresses. Dovecot logs them when they end.
    pub fn connections(&self, since: &Mark, state: &State, port: u16) -> usize {
        if matches!(port, 465 | 587) {
            let connected = format!("postfix/{}/smtpd[", postfix::log_name(state, port));
            let log = self.postfix_log(since);
            return log
                .lines()
                .filter(|line| line.contains(&connected) && line.contains(": connect from "))
                .count();
        }
        let places: Vec<_> =
            state.served().iter().map(|address| format!("lip={address}, lport={port},")).collect();
        let log = self.dovecot_log(since);
        let ended = |line: &&str| {
            line.contains("-login: ") && places.iter().any(|place| line.contains(place))
        };
        log.lines().filter(ended).count()
    }
}

pub(super) fn dovecot(directory: &Path, since: &Mark) -> String {
    dovecot::logs(directory).map(|log| after(&log, since)).collect()
}

/// The refused log-ins of `user` in a log of Dovecot's.
pub(super) fn failed_logins(log: &str, user: &str) -> usize {
    let who = format!("passwd-file({user},");
    let refused =
        |line: &&str| line.contains(&who) && REFUSALS.iter().any(|refusal| line.contains(refusal));
    log.lines().filter(refused).count()
}

pub(super) fn after(log: &Path, since: &Mark) -> String {
    read(log).get(since.before(log)..).unwrap_or_default().to_owned()
}

fn read(log: &Path) -> String {
    String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned()
}

/// How Dovecot 2.3 and 2.4 log that a password was wrong or a user is not known.
const REFUSALS: &[&str] = &["assword mismatch", "nknown user"];
