//! What Dovecots can differ in: by which mechanisms they log in, where mail lies, how many they serve.

use std::fs;
use std::os::unix::fs::chown;
use std::path::Path;

use super::certificates;
use super::configuration;
use super::domains::NOTHING_THERE;
use super::domains::UNCHECKABLE;
use super::error::LabError;
use super::states::STATES;
use super::states::Service;
use super::states::State;
use super::tokens;

/// Writes what the configurations below refer to.
pub(super) fn prepare(directory: &Path) -> Result<(), LabError> {
    let keys = directory.join("token-keys/default/HS256");
    configuration::make_directory(&keys)?;
    configuration::write(&keys.join("default"), &tokens::key()?)?;
    configuration::write(&token_check(directory), &token_configuration(directory))?;
    for state in STATES.iter().filter(|state| state.service == Service::Boxes) {
        fill(&directory.join("mail").join(state.user("you")))?;
    }
    Ok(())
}

/// PLAIN and LOGIN, of accounts in a file, and of some that cannot be asked about.
pub(super) fn passwords(directory: &Path) -> String {
    format!(
        "\
auth_mechanisms = plain login
passdb {{
  driver = imap
  username_filter = *@{UNCHECKABLE}
  args = host={NOTHING_THERE} port=143
}}
passdb {{
  driver = passwd-file
  args = {users}/users
}}
",
        users = directory.display()
    )
}

/// Whatever Dovecot 2.3 knows: proofs of passwords, tokens that are checked by their signature, and certificates.
pub(super) fn all_mechanisms(directory: &Path) -> String {
    format!(
        "\
auth_mechanisms = plain login cram-md5 digest-md5 apop scram-sha-1 scram-sha-256 xoauth2 oauthbearer external
auth_ssl_username_from_cert = yes
ssl_verify_client_cert = yes
ssl_require_crl = no
ssl_ca = <{ca}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {tokens}
}}
passdb {{
  driver = static
  mechanisms = external
  args = nopassword=yes
}}
passdb {{
  driver = passwd-file
  args = {users}/users
}}
",
        ca = certificates::client_ca_file(directory).display(),
        tokens = token_check(directory).display(),
        users = directory.display()
    )
}

fn token_check(directory: &Path) -> std::path::PathBuf {
    directory.join("token-check.conf")
}

/// Tokens name the user in `email`, and are signed with one key.
fn token_configuration(directory: &Path) -> String {
    format!(
        "\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={}/token-keys/
username_attribute = email
",
        directory.display()
    )
}

/// Sending by Dovecot itself, which asks for certificates as it does for reading; it hands what it takes to Postfix.
pub(super) fn submission(states: &[&State]) -> String {
    let address =
        |state: &&State| state.served().iter().map(ToString::to_string).collect::<Vec<_>>();
    let addresses: Vec<String> = states.iter().flat_map(address).collect();
    let relay = STATES.iter().find(|state| state.service == Service::Usual).map(State::ipv4);
    format!(
        "\
submission_relay_host = {relay}
submission_relay_port = 587
service submission-login {{
  inet_listener submission {{
    port = 0
  }}
  inet_listener submissions {{
    port = 0
  }}
  inet_listener own {{
    address = {addresses}
    port = {SUBMISSION_PORT}
    ssl = yes
  }}
}}
",
        relay = relay.unwrap_or(std::net::Ipv4Addr::LOCALHOST),
        addresses = addresses.join(" "),
    )
}

/// Where it listens; the usual ports are Postfix's.
pub const SUBMISSION_PORT: u16 = 10465;

/// All in one hierarchy, and with the special uses that clients look for (RFC 6154).
pub(super) const USUAL_MAILBOXES: &str = "\
namespace inbox {
  inbox = yes
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
  mailbox Junk {
    auto = subscribe
    special_use = \\Junk
  }
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
}
";

/// As Courier had it: everything below the inbox, nothing of special use; and not much room.
pub(super) const BELOW_INBOX: &str = "\
namespace inbox {
  inbox = yes
  prefix = INBOX.
  separator = .
}
mail_plugins = quota
protocol imap {
  mail_plugins = quota imap_quota
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=100K
}
";

/// Processes that serve many connections, as large providers run it.
pub(super) const MANY_A_PROCESS: &str = "  service_count = 0\n  process_min_avail = 1\n";

/// One process, which stops accepting when it serves three.
pub(super) const THREE_AT_ONCE: &str =
    "  service_count = 0\n  process_min_avail = 1\n  process_limit = 1\n  client_limit = 3\n";

/// One message that takes up most of the room.
fn fill(home: &Path) -> Result<(), LabError> {
    let new = home.join("Maildir/new");
    configuration::make_directory(&new)?;
    for part in ["cur", "tmp"] {
        configuration::make_directory(&home.join("Maildir").join(part))?;
    }
    let text = "Subject: large\n\n".to_owned() + &"0123456789abcdef\n".repeat(LINES);
    configuration::write(&new.join("1000000000.M1P1.lab"), &text)?;
    give_away(home)
}

/// Gives a directory and everything in it to the user that owns all mail.
fn give_away(path: &Path) -> Result<(), LabError> {
    let failed = || LabError::io(format!("give {} away", path.display()));
    chown(path, Some(NOBODY), Some(NOBODY)).map_err(failed())?;
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(failed())? {
            give_away(&entry.map_err(failed())?.path())?;
        }
    }
    Ok(())
}

/// With the line ends of the wire, 95 KiB.
const LINES: usize = 95 * 1024 / 18;

/// The user `nobody` and the group `nogroup` of Debian.
const NOBODY: u32 = 65534;
