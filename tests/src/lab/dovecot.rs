//! Dovecot: IMAP at every address, and the password check for Postfix.

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
use super::states::PASSWORD;
use super::states::STATES;
use super::states::Service;
use super::states::State;
use super::states::USER;
use super::states::WRONG_PASSWORD_USER;

/// Starts one Dovecot for each ceiling of TLS versions, since its configuration knows floors only.
pub(super) fn start(network: &Network, directory: &Path) -> Result<(), LabError> {
    configuration::write(&directory.join("users"), &users())?;
    for ceiling in CEILINGS {
        let home = home(directory, ceiling);
        configuration::make_directory(&home)?;
        let openssl = home.join("openssl.cnf");
        configuration::write(&openssl, &openssl_configuration(ceiling.max_protocol))?;
        let file = home.join("dovecot.conf");
        configuration::write(&file, &configuration_of(ceiling, directory))?;
        let mut dovecot = command_in(&network.server, "dovecot");
        dovecot.env("OPENSSL_CONF", openssl).arg("-F").arg("-c").arg(file);
        configuration::start(&mut dovecot, &home.join("output"))?;
    }
    for ceiling in CEILINGS {
        configuration::wait_for("dovecot", &log(&home(directory, ceiling)), "starting up", SERVER_START)?;
    }
    Ok(())
}

/// The logs of all of them.
pub(super) fn logs(directory: &Path) -> impl Iterator<Item = PathBuf> {
    CEILINGS.iter().map(|ceiling| log(&home(directory, ceiling)))
}

/// Where Postfix asks whether a password is right.
pub(super) fn password_check(directory: &Path) -> PathBuf {
    home(directory, &CEILINGS[0]).join("password-check")
}

/// One instance: the highest TLS version it speaks, and the hosts it serves.
struct Ceiling {
    name: &'static str,
    max_protocol: Option<&'static str>,
    serves: fn(Service) -> bool,
}

/// All instances; the first one checks passwords for Postfix.
const CEILINGS: &[Ceiling] = &[
    Ceiling { name: "dovecot", max_protocol: None, serves: is_modern },
    Ceiling {
        name: "dovecot-tls12",
        max_protocol: Some("TLSv1.2"),
        serves: |service| matches!(service, Service::StaticRsa | Service::SmallDh),
    },
    Ceiling {
        name: "dovecot-tls11",
        max_protocol: Some("TLSv1.1"),
        serves: |service| matches!(service, Service::Tls11),
    },
];

fn is_modern(service: Service) -> bool {
    !matches!(
        service,
        Service::StaticRsa | Service::SmallDh | Service::Tls11 | Service::Nothing | Service::Filtered
    )
}

fn home(directory: &Path, ceiling: &Ceiling) -> PathBuf {
    directory.join(ceiling.name)
}

fn log(home: &Path) -> PathBuf {
    home.join("log")
}

fn users() -> String {
    let users = domains::with_accounts().map(|domain| format!("you@{domain}")).filter(|user| user != USER);
    let known = [USER.to_owned(), WRONG_PASSWORD_USER.to_owned()];
    known.into_iter().chain(users).fold(String::new(), |mut text, user| {
        let _ = writeln!(text, "{user}:{{PLAIN}}{PASSWORD}");
        text
    })
}

fn configuration_of(ceiling: &Ceiling, directory: &Path) -> String {
    let home = home(directory, ceiling);
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
passdb {{
  driver = passwd-file
  username_filter = *@{UNCHECKABLE}
  args = {directory}/no-such-file
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
",
        name = ceiling.name
    );
    let served: Vec<_> = STATES.iter().filter(|state| (ceiling.serves)(state.service)).collect();
    // Processes that serve many connections, as large providers run it.
    text += "service imap-login {\n  service_count = 0\n  process_min_avail = 1\n";
    text += "  inet_listener imap {\n    port = 0\n  }\n  inet_listener imaps {\n    port = 0\n  }\n";
    for state in &served {
        for (port, ssl) in [(143, state.service == Service::Swapped), (993, state.service != Service::Swapped)] {
            let addresses: Vec<_> = state.served().iter().map(ToString::to_string).collect();
            let _ = writeln!(
                text,
                "  inet_listener {name}-{port} {{\n    address = {addresses}\n    port = {port}\n    ssl = {ssl}\n  }}",
                name = state.name,
                addresses = addresses.join(" "),
                ssl = if ssl { "yes" } else { "no" },
            );
        }
    }
    text += "}\n";
    // The default certificate; every address has its own.
    let _ = writeln!(text, "ssl_cert = <{directory}/tls/{0}.pem\nssl_key = <{directory}/tls/{0}.key", served[0].name);
    for state in served {
        for address in state.served() {
            let _ = writeln!(text, "local {address} {{\n{}}}", local(state, &directory.to_string()));
        }
    }
    text
}

/// What differs at the addresses of one host.
fn local(state: &State, directory: &str) -> String {
    let name = state.name;
    let certificate = format!("  ssl_cert = <{directory}/tls/{name}.pem\n  ssl_key = <{directory}/tls/{name}.key\n");
    let ciphers = |list: &str| format!("  ssl_min_protocol = TLSv1\n  ssl_cipher_list = {list}:@SECLEVEL=0\n");
    let rest = match state.service {
        Service::ClearAuth => "  ssl = yes\n  disable_plaintext_auth = no\n".to_owned(),
        Service::NoStartTls => "  ssl = no\n  disable_plaintext_auth = yes\n".to_owned(),
        Service::Plain => "  ssl = no\n  disable_plaintext_auth = no\n".to_owned(),
        Service::SmallDh => ciphers("DHE-RSA-AES128-SHA") + &format!("  ssl_dh = <{directory}/tls/dh1024.pem\n"),
        Service::StaticRsa => ciphers("AES128-SHA"),
        Service::Tls11 => ciphers("ALL"),
        Service::Busy
        | Service::Filtered
        | Service::Nothing
        | Service::Swapped
        | Service::Usual => {
            if state.certificate == super::states::Certificate::Weak { ciphers("DEFAULT") } else { String::new() }
        }
    };
    certificate + &rest
}

fn openssl_configuration(max_protocol: Option<&str>) -> String {
    let ceiling = max_protocol.map(|version| format!("MaxProtocol = {version}\n")).unwrap_or_default();
    format!(
        "openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = defaults\n[defaults]\n\
         CipherString = DEFAULT:@SECLEVEL={level}\n{ceiling}",
        level = if max_protocol.is_some() { 0 } else { 2 },
    )
}
