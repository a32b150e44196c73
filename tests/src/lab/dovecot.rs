//! Dovecot: IMAP at every address, and the password check for Postfix.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

use super::configuration;
use super::configuration::SERVER_START;
use super::domains;
use super::domains::NOTHING_THERE;
use super::domains::UNCHECKABLE;
use super::error::LabError;
use super::network::Network;
use super::network::command_in;
use super::states::PASSWORD;
use super::states::PEER_USER;
use super::states::STATES;
use super::states::Service;
use super::states::State;
use super::states::USER;
use super::states::WRONG_PASSWORD_USER;

/// Starts several: how high TLS may go, and whether there is any, Dovecot sets for all its ports at once.
pub(super) fn start(network: &Network, directory: &Path) -> Result<(), LabError> {
    configuration::write(&directory.join("users"), &users())?;
    for instance in INSTANCES {
        let home = home(directory, instance);
        configuration::make_directory(&home)?;
        let openssl = home.join("openssl.cnf");
        configuration::write(&openssl, &openssl_configuration(instance.max_protocol))?;
        let file = home.join("dovecot.conf");
        configuration::write(&file, &configuration_of(instance, directory))?;
        let mut dovecot = command_in(&network.server, "dovecot");
        dovecot.env("OPENSSL_CONF", openssl).arg("-F").arg("-c").arg(file);
        configuration::start(&mut dovecot, &home.join("output"))?;
    }
    for instance in INSTANCES {
        configuration::wait_for(
            "dovecot",
            &log(&home(directory, instance)),
            "starting up",
            SERVER_START,
        )?;
    }
    Ok(())
}

/// The logs of all of them.
pub(super) fn logs(directory: &Path) -> impl Iterator<Item = PathBuf> {
    INSTANCES.iter().map(|instance| log(&home(directory, instance)))
}

/// Where Postfix asks whether a password is right.
pub(super) fn password_check(directory: &Path) -> PathBuf {
    home(directory, &INSTANCES[0]).join("password-check")
}

/// One Dovecot: the highest TLS version it speaks, and which ports of which hosts it serves.
struct Instance {
    name: &'static str,
    max_protocol: Option<&'static str>,
    serves: fn(Service, u16) -> bool,
}

/// All of them; the first one checks passwords for Postfix.
const INSTANCES: &[Instance] = &[
    Instance { name: "dovecot", max_protocol: None, serves: usual },
    Instance {
        name: "dovecot-clear",
        max_protocol: None,
        serves: |service, port| is_clear(service) && port == 143,
    },
    Instance {
        name: "dovecot-tls12",
        max_protocol: Some("TLSv1.2"),
        serves: |service, _| matches!(service, Service::StaticRsa | Service::SmallDh),
    },
    Instance {
        name: "dovecot-tls11",
        max_protocol: Some("TLSv1.1"),
        serves: |service, _| matches!(service, Service::Tls11),
    },
];

/// What the first one serves: all that no other does.
fn usual(service: Service, port: u16) -> bool {
    let nowhere = matches!(service, Service::Nothing | Service::Filtered);
    !nowhere && !INSTANCES[1..].iter().any(|instance| (instance.serves)(service, port))
}

/// Whether the STARTTLS ports of the host know no TLS at all.
fn is_clear(service: Service) -> bool {
    matches!(service, Service::NoStartTls | Service::Plain)
}

fn home(directory: &Path, instance: &Instance) -> PathBuf {
    directory.join(instance.name)
}

fn log(home: &Path) -> PathBuf {
    home.join("log")
}

fn users() -> String {
    let users = domains::with_accounts()
        .map(|domain| format!("you@{domain}"))
        .filter(|user| user != USER && !user.ends_with(UNCHECKABLE));
    let known = [USER, PEER_USER, WRONG_PASSWORD_USER, "you"].map(str::to_owned);
    known.into_iter().chain(users).fold(String::new(), |mut text, user| {
        let _ = writeln!(text, "{user}:{{PLAIN}}{PASSWORD}");
        text
    })
}

fn configuration_of(instance: &Instance, directory: &Path) -> String {
    let home = home(directory, instance);
    let (home, directory) = (home.display(), directory.display());
    let mut text = format!(
        "\
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
instance_name = {name}
import_environment = $import_environment OPENSSL_CONF
protocols = imap
listen = 192.0.2.10
ssl = required
auth_mechanisms = plain login
auth_verbose = yes
login_log_format_elements = user=<%u> method=%m rip=%r lip=%l lport=%a %c session=<%{{session}}>
mail_location = maildir:~/Maildir
namespace inbox {{
  inbox = yes
  mailbox Drafts {{
    special_use = \\Drafts
  }}
  mailbox Junk {{
    special_use = \\Junk
  }}
  mailbox Sent {{
    special_use = \\Sent
  }}
  mailbox Trash {{
    special_use = \\Trash
  }}
}}
passdb {{
  driver = imap
  username_filter = *@{UNCHECKABLE}
  args = host={NOTHING_THERE} port=143
}}
passdb {{
  driver = passwd-file
  args = {directory}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={directory}/mail/%u
}}
last_valid_gid = 0
service imap {{
  process_min_avail = 1
}}
service auth {{
  unix_listener {home}/password-check {{
    mode = 0666
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
# All trials come from one address, and many at once: none may pay for another's failures or connections.
mail_max_userip_connections = 1000
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
",
        name = instance.name
    );
    let serves = |state: &State, port| (instance.serves)(state.service, port);
    let states: Vec<_> =
        STATES.iter().filter(|state| serves(state, 143) || serves(state, 993)).collect();
    // Processes that serve many connections, as large providers run it.
    text += "service imap-login {\n  service_count = 0\n  process_min_avail = 1\n";
    text +=
        "  inet_listener imap {\n    port = 0\n  }\n  inet_listener imaps {\n    port = 0\n  }\n";
    for state in &states {
        for port in [143, 993].into_iter().filter(|port| serves(state, *port)) {
            text += &listener(state, port);
        }
    }
    text += "}\n";
    // The default certificate; every address has its own.
    let _ = writeln!(
        text,
        "ssl_cert = <{directory}/tls/{0}.pem\nssl_key = <{directory}/tls/{0}.key",
        states[0].name
    );
    for state in states {
        for address in state.served() {
            let _ = writeln!(
                text,
                "local {address} {{\n{}}}",
                local(instance, state, &directory.to_string())
            );
        }
    }
    text
}

fn listener(state: &State, port: u16) -> String {
    let addresses: Vec<_> = state.served().iter().map(ToString::to_string).collect();
    let implicit = (port == 993) != (state.service == Service::Swapped);
    format!(
        "  inet_listener {name}-{port} {{\n    address = {addresses}\n    port = {port}\n    ssl = {implicit}\n  }}\n",
        name = state.name,
        addresses = addresses.join(" "),
        implicit = if implicit { "yes" } else { "no" },
    )
}

/// What differs at the addresses of one host.
fn local(instance: &Instance, state: &State, directory: &str) -> String {
    let name = state.name;
    let certificate = format!(
        "  ssl_cert = <{directory}/tls/{name}.pem\n  ssl_key = <{directory}/tls/{name}.key\n"
    );
    let ciphers = |list: &str| {
        format!("  ssl_min_protocol = TLSv1\n  ssl_cipher_list = {list}:@SECLEVEL=0\n")
    };
    let is_clear_instance = !(instance.serves)(state.service, 993);
    let rest = match state.service {
        Service::ClearAuth => "  ssl = yes\n  disable_plaintext_auth = no\n".to_owned(),
        Service::Limited => "  mail_max_userip_connections = 1\n".to_owned(),
        Service::NoStartTls if is_clear_instance => {
            "  ssl = no\n  disable_plaintext_auth = yes\n".to_owned()
        }
        Service::Plain if is_clear_instance => {
            "  ssl = no\n  disable_plaintext_auth = no\n".to_owned()
        }
        Service::SmallDh => {
            ciphers("DHE-RSA-AES128-SHA") + &format!("  ssl_dh = <{directory}/tls/dh1024.pem\n")
        }
        Service::StaticRsa => ciphers("AES128-SHA"),
        Service::Tls11 => ciphers("ALL"),
        Service::Busy
        | Service::Deferring
        | Service::Filtered
        | Service::NoPasswordCheck
        | Service::NoStartTls
        | Service::Nothing
        | Service::OpenRelay
        | Service::OwnSender
        | Service::Plain
        | Service::RelayDenied
        | Service::Swapped
        | Service::Usual => {
            if state.certificate == super::states::Certificate::Weak {
                ciphers("DEFAULT")
            } else {
                String::new()
            }
        }
    };
    certificate + &rest
}

fn openssl_configuration(max_protocol: Option<&str>) -> String {
    let ceiling =
        max_protocol.map(|version| format!("MaxProtocol = {version}\n")).unwrap_or_default();
    format!(
        "openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = defaults\n[defaults]\n\
         CipherString = DEFAULT:@SECLEVEL={level}\n{ceiling}",
        level = if max_protocol.is_some() { 0 } else { 2 },
    )
}
