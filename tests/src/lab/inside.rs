//! A program of tests that starts itself again inside a lab, where it reaches all servers by itself.

use std::env;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitStatus;

use super::certificates;
use super::logs;
use super::logs::Mark;
use super::names;
use super::postfix;
use super::servers::Lab;
use super::web;

impl Lab {
    /// Starts this very program once more, with the same arguments, in the client's namespace. There
    /// [`Inside::find`] finds what is to be known of the lab.
    ///
    /// # Errors
    ///
    /// The system's, if the program cannot be started.
    pub fn start_this_inside(&self) -> io::Result<ExitStatus> {
        let mut command = self.command(env::current_exe()?);
        command.args(env::args_os().skip(1)).env(DIRECTORY, self.directory()).status()
    }
}

/// The lab that this program runs inside of.
#[derive(Clone, Debug)]
pub struct Inside {
    directory: PathBuf,
}

impl Inside {
    /// Finds it, if there is one.
    pub fn find() -> Option<Self> {
        env::var_os(DIRECTORY).map(|directory| Self { directory: directory.into() })
    }

    /// The root to trust, as a PEM file.
    pub fn ca_file(&self) -> PathBuf {
        certificates::ca_file(&self.directory)
    }

    /// As [`Lab::trust_anchor_file`].
    pub fn trust_anchor_file(&self) -> PathBuf {
        names::anchor_file(&self.directory)
    }

    /// The present end of all logs.
    pub fn mark(&self) -> Mark {
        Mark::now(&self.directory)
    }

    /// As [`Lab::directory`].
    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// As [`Lab::dovecot_log`].
    pub fn dovecot_log(&self, since: &Mark) -> String {
        logs::dovecot(&self.directory, since)
    }

    /// As [`Lab::postfix_log`].
    pub fn postfix_log(&self, since: &Mark) -> String {
        logs::after(&postfix::log(&self.directory), since)
    }

    /// The certificate of the client that is [`CERTIFIED_USER`](super::CERTIFIED_USER), as a PEM file.
    pub fn client_certificate_file(&self) -> PathBuf {
        certificates::client_file(&self.directory, "pem")
    }

    /// The key of [`Inside::client_certificate_file`].
    pub fn client_key_file(&self) -> PathBuf {
        certificates::client_file(&self.directory, "key")
    }

    /// As [`Lab::failed_logins`].
    pub fn failed_logins(&self, since: &Mark, user: &str) -> usize {
        logs::failed_logins(&self.dovecot_log(since), user)
    }

    /// As [`Lab::web_log`].
    pub fn web_log(&self, since: &Mark) -> String {
        logs::after(&web::log(&self.directory), since)
    }
}

/// Says where everything of the lab lies to a program that runs inside.
const DIRECTORY: &str = "MAILCHECK_LAB_DIRECTORY";
