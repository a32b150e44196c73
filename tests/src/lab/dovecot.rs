//! Dovecot: IMAP at every address, POP3 at some, delivery, and the password check for Postfix.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

use super::configuration;
use super::configuration::SERVER_START;
use super::domains;
use super::domains::UNCHECKABLE;
use super::error::LabError;
use super::network::Network;
use super::network::command_in;
use super::offers;
use super::states::OTHER_USER;
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
    offers::prepare(directory)?;
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
pub(super) fn password_check(directory: &Path, service: Service) -> PathBuf {
    let own = INSTANCES.iter().find(|instance| (instance.serves)(service, 993));
    home(directory, own.unwrap_or(&INSTANCES[0])).join("password-check")
}

/// Where Postfix delivers.
pub(super) fn delivery(directory: &Path) -> PathBuf {
    home(directory, &INSTANCES[0]).join("run/lmtp")
}

/// One Dovecot: the highest TLS version it speaks, which ports of which hosts it serves, and what else is its own.
struct Instance {
    name: &'static str,
    max_protocol: Option<&'static str>,
    serves: fn(Service, u16) -> bool,
    /// By which mechanisms it logs in, and who checks them.
    authentication: fn(&Path) -> String,
    /// Where mail lies.
    mailboxes: &'static str,
    /// How its processes for log-ins are run.
    processes: &'static str,
    /// Whether it takes mail for sending, too, at [`SUBMISSION_PORT`](offers::SUBMISSION_PORT).
    submits: bool,
}

impl Instance {
    const fn new(name: &'static str, serves: fn(Service, u16) -> bool) -> Self {
        let authentication = offers::passwords;
        let (mailboxes, processes) = (offers::USUAL_MAILBOXES, offers::MANY_A_PROCESS);
        let (max_protocol, submits) = (None, false);
        Self { name, max_protocol, serves, authentication, mailboxes, processes, submits }
    }

    const fn max_protocol(self, version: &'static str) -> Self {
        Self { max_protocol: Some(version), ..self }
    }
}

/// All of them; the first one delivers, and checks passwords for Postfix.
const INSTANCES: &[Instance] = &[
    Instance::new("dovecot", usual),
    Instance::new("dovecot-clear", |service, port| is_clear(service) && port == 143),
    Instance::new("dovecot-tls12", |service, _| {
        matches!(service, Service::StaticRsa | Service::SmallDh)
    })
    .max_protocol("TLSv1.2"),
    Instance::new("dovecot-tls11", |service, _| matches!(service, Service::Tls11))
        .max_protocol("TLSv1.1"),
    Instance {
        authentication: offers::all_mechanisms,
        submits: true,
        ..Instance::new("dovecot-mechanisms", |service, _| matches!(service, Service::Mechanisms))
    },
    Instance {
        processes: offers::THREE_AT_ONCE,
        ..Instance::new("dovecot-crowded", |service, _| matches!(service, Service::Crowded))
    },
    Instance {
        mailboxes: offers::BELOW_INBOX,
        ..Instance::new("dovecot-boxes", |service, _| matches!(service, Service::Boxes))
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
    let others = STATES.iter().map(|state| state.user(OTHER_USER));
    known.into_iter().chain(users).chain(others).fold(String::new(), |mut text, user| {
        let _ = writeln!(text, "{user}:{{PLAIN}}{PASSWORD}");
        text
    })
}

fn configuration_of(instance: &Instance, directory: &Path) -> String {
    let home = home(directory, instance).display().to_string();
    let serves = |state: &State, port| (instance.serves)(state.service, port);
    let states: Vec<_> =
        STATES.iter().filter(|state| serves(state, 143) || serves(state, 993)).collect();
    let mut text = format!(
        "\
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
instance_name = {name}
import_environment = $import_environment OPENSSL_CONF
protocols = imap pop3 lmtp{submission}
listen = 192.0.2.10
ssl = required
auth_verbose = yes
login_log_format_elements = user=<%u> method=%m rip=%r lip=%l lport=%a %c session=<%{{session}}>
mail_location = maildir:~/Maildir
{mailboxes}{authentication}userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={directory}/mail/%u
}}
last_valid_gid = 0
postmaster_address = postmaster@example.test
service imap {{
  process_min_avail = 1
}}
service auth {{
  unix_listener {home}/password-check {{
    mode = 0666
  }}
}}
service lmtp {{
  unix_listener lmtp {{
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
        submission = if instance.submits { " submission" } else { "" },
        name = instance.name,
        mailboxes = instance.mailboxes,
        authentication = (instance.authentication)(directory),
        directory = directory.display(),
    );
    for (protocol, ports) in [("imap", [143, 993]), ("pop3", [110, 995])] {
        let _ = write!(
            text,
            "service {protocol}-login {{\n{}  inet_listener {protocol} {{\n    port = 0\n  }}\n  \
             inet_listener {protocol}s {{\n    port = 0\n  }}\n",
            instance.processes
        );
        for state in &states {
            for port in state.reading_ports().filter(|port| ports.contains(port)) {
                if serves(state, port) {
                    text += &listener(state, port);
                }
            }
        }
        text += "}\n";
    }
    if instance.submits {
        text += &offers::submission(&states);
    }
    // The default certificate; every address has its own.
    let directory = directory.display();
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
    let implicit = matches!(port, 993 | 995) != (state.service == Service::Swapped);
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
        Service::Limited(most) => format!("  mail_max_userip_connections = {most}\n"),
        Service::Locked => "  pop3_lock_session = yes\n".to_owned(),
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
        Service::Boxes
        | Service::Busy
        | Service::Crowded
        | Service::CyrusSasl
        | Service::Deferring
        | Service::Delivering
        | Service::Filtered
        | Service::Mechanisms
        | Service::NoPasswordCheck
        | Service::NoStartTls
        | Service::Nothing
        | Service::OpenRelay
        | Service::OwnSender
        | Service::Paced
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
