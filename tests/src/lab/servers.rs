//! The lab as a whole: what is started in which order, and what it can be asked.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::process::Command;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::certificates;
use super::configuration;
use super::dovecot;
use super::error::LabError;
use super::janitor::Janitor;
use super::names;
use super::network;
use super::network::Network;
use super::postfix;
use super::web;

/// Running servers and the namespaces that they run in. They end when this is dropped, or its process ends.
#[derive(Debug)]
pub struct Lab {
    network: Network,
    directory: PathBuf,
    /// Last, so that the directory outlives every use of it.
    _janitor: Janitor,
}

impl Lab {
    /// Starts all servers behind a cable without delay.
    ///
    /// # Errors
    ///
    /// [`LabError::Unavailable`] where a lab is impossible; a caller should skip. Anything else is a fault of the lab.
    pub fn start() -> Result<Self, LabError> {
        Self::start_behind(None)
    }

    /// Starts all servers behind a link with this round-trip time.
    ///
    /// # Errors
    ///
    /// As [`Lab::start`].
    pub fn start_with_round_trip(round_trip: Duration) -> Result<Self, LabError> {
        Self::start_behind(Some(round_trip))
    }

    fn start_behind(round_trip: Option<Duration>) -> Result<Self, LabError> {
        if let Some(reason) = Self::unavailable() {
            return Err(LabError::Unavailable(reason));
        }
        let name = format!("mclab{}-{}", process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let directory = env::temp_dir().join(&name);
        let network = Network::named(&name);
        let lab = Self { _janitor: Janitor::hire(&network, &directory)?, network, directory };
        lab.fill(round_trip)?;
        Ok(lab)
    }

    fn fill(&self, round_trip: Option<Duration>) -> Result<(), LabError> {
        let directory = &self.directory;
        for part in ["tls", "mail"] {
            configuration::make_directory(&directory.join(part))?;
        }
        let everyone = fs::Permissions::from_mode(0o755);
        fs::set_permissions(directory, everyone)
            .map_err(LabError::io("open the directory to the servers"))?;
        let mail = fs::Permissions::from_mode(0o777);
        fs::set_permissions(directory.join("mail"), mail)
            .map_err(LabError::io("open the mail directory"))?;
        certificates::write_all(&directory.join("tls"))?;
        self.network.connect(round_trip, directory)?;
        let pacc = web::write_documents(directory)?;
        names::start(&self.network, directory, &pacc)?;
        web::start(&self.network, directory)?;
        dovecot::start(&self.network, directory)?;
        postfix::start(&self.network, directory)
    }

    /// Why this machine cannot hold a lab, and how it could.
    pub fn unavailable() -> Option<String> {
        if !cfg!(target_os = "linux") {
            return Some("network namespaces are a thing of Linux".to_owned());
        }
        let missing: Vec<_> =
            PROGRAMS.iter().filter(|program| !is_installed(program)).copied().collect();
        if !missing.is_empty() {
            return Some(format!(
                "{} not installed; `sudo tests/setup` installs them on Debian",
                missing.join(", ")
            ));
        }
        // The one question that answers for rights, kernel and sandbox together.
        let name = format!("mclab{}-try", process::id());
        let tried = configuration::output(Command::new("ip").args(["netns", "add", &name]));
        let deleted = configuration::output(Command::new("ip").args(["netns", "del", &name]));
        let why = tried.and(deleted).err()?;
        Some(format!("no network namespace can be made here; run as root ({why})"))
    }

    /// A command that will run in the client's namespace.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        network::command_in(&self.network.client, program)
    }

    /// The root to trust, as a PEM file.
    pub fn ca_file(&self) -> PathBuf {
        certificates::ca_file(&self.directory)
    }

    /// Where DNSSEC begins here: a DNSKEY record of the root, in the words of a zone file.
    pub fn trust_anchor_file(&self) -> PathBuf {
        names::anchor_file(&self.directory)
    }

    /// Where everything of this lab lies: configuration, logs, certificates, mail.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Name of the namespace where programs are tried.
    pub fn client_namespace(&self) -> &str {
        &self.network.client
    }

    /// Name of the namespace where the servers are.
    pub fn server_namespace(&self) -> &str {
        &self.network.server
    }
}

fn is_installed(program: &str) -> bool {
    let search = env::var_os("PATH").unwrap_or_default();
    let own =
        ["/usr/sbin", "/sbin", "/usr/lib/postfix/sbin", "/usr/lib/dovecot"].map(PathBuf::from);
    env::split_paths(&search).chain(own).any(|directory| directory.join(program).is_file())
}

/// What must be there, by the name of a file of each package.
const PROGRAMS: &[&str] = &[
    "ip",
    "dovecot",
    "postfix",
    "master",
    "knotd",
    "keymgr",
    "unbound",
    "nginx",
    "openssl",
    "python3",
    "sysctl",
    "pop3-login",
    "lmtp",
    "saslpasswd2",
];

/// Labs started by this process, to tell them apart.
static STARTED: AtomicU32 = AtomicU32::new(0);
