//! Postfix: message submission at every address.

use std::fmt::Write as _;
use std::fs::File;
use std::net::IpAddr;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use super::configuration;
use super::configuration::SERVER_START;
use super::cyrus_sasl;
use super::dovecot;
use super::error::LabError;
use super::lost_check;
use super::network::Network;
use super::network::command_in;
use super::states::Certificate;
use super::states::STATES;
use super::states::Service;
use super::states::State;

/// Starts it.
pub(super) fn start(network: &Network, directory: &Path) -> Result<(), LabError> {
    lost_check::start(directory)?;
    cyrus_sasl::prepare(directory)?;
    let home = home(directory);
    let etc = home.join("etc");
    for name in ["etc", "queue/pid", "data"] {
        configuration::make_directory(&home.join(name))?;
    }
    for name in [
        "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
        "saved", "trace",
    ] {
        configuration::make_directory(&home.join("queue").join(name))?;
        own(&home.join("queue").join(name), "postfix", "root", "700")?;
    }
    for (name, mode) in [("maildrop", "730"), ("public", "710")] {
        configuration::make_directory(&home.join("queue").join(name))?;
        own(&home.join("queue").join(name), "postfix", "postdrop", mode)?;
    }
    own(&home.join("data"), "postfix", "root", "700")?;
    write_as_old(&etc.join("main.cf"), &main_cf(directory))?;
    write_as_old(&etc.join("master.cf"), &master_cf(directory))?;
    // Postfix's own `postfix start` spends a second on checks that a fresh directory does not need.
    let mut master = command_in(&network.server, "/usr/lib/postfix/sbin/master");
    configuration::start(master.arg("-d").arg("-c").arg(&etc), &home.join("output"))?;
    configuration::wait_for("postfix", &log(directory), "daemon started", SERVER_START)
}

/// Postfix reads a file again and again until it is older than a second, lest it be half written.
fn write_as_old(path: &Path, text: &str) -> Result<(), LabError> {
    configuration::write(path, text)?;
    let opened = File::options().append(true).open(path);
    let dated =
        opened.and_then(|file| file.set_modified(SystemTime::now() - Duration::from_mins(1)));
    dated.map_err(LabError::io(format!("date {}", path.display())))
}

/// Its log.
pub(super) fn log(directory: &Path) -> PathBuf {
    home(directory).join("log")
}

/// How the log calls one service.
pub(super) fn log_name(state: &State, port: u16) -> String {
    format!("{}-{port}", state.name)
}

fn home(directory: &Path) -> PathBuf {
    directory.join("postfix")
}

fn own(path: &Path, user: &str, group: &str, mode: &str) -> Result<(), LabError> {
    let mut install = std::process::Command::new("install");
    install.args(["-d", "-o", user, "-g", group, "-m", mode]).arg(path);
    configuration::output(&mut install).map(drop)
}

fn main_cf(directory: &Path) -> String {
    let home = home(directory);
    format!(
        "\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {home}/log
maillog_file_prefixes = {home}
myhostname = mx.example.test
mydestination =
mynetworks =
inet_protocols = all
alias_maps =
alias_database =
default_transport = discard
local_transport = discard
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_client_event_limit_exceptions =
anvil_rate_time_unit = 10s
virtual_transport = lmtp:unix:{delivery}
virtual_mailbox_domains = {delivered}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {check}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_loglevel = 1
",
        home = home.display(),
        check = dovecot::password_check(directory, Service::Usual).display(),
        delivery = dovecot::delivery(directory).display(),
        delivered = delivered().join(", "),
    )
}

/// The domains whose mail is delivered to mailboxes.
fn delivered() -> Vec<String> {
    let delivering = STATES.iter().filter(|state| state.service == Service::Delivering);
    delivering.map(State::host).collect()
}

fn master_cf(directory: &Path) -> String {
    let mut text = String::from(
        "\
postlog    unix-dgram n - n - 1 postlogd
pickup     unix n - n 60  1 pickup
cleanup    unix n - n -   0 cleanup
qmgr       unix n - n 300 1 qmgr
tlsmgr     unix - - n 1000? 1 tlsmgr
rewrite    unix - - n -   - trivial-rewrite
bounce     unix - - n -   0 bounce
defer      unix - - n -   0 bounce
trace      unix - - n -   0 bounce
proxymap   unix - - n -   - proxymap
anvil      unix - - n -   1 anvil
discard    unix - - n -   - discard
lmtp       unix - - n -   - lmtp
error      unix - - n -   - error
retry      unix - - n -   - error
",
    );
    let live = STATES
        .iter()
        .filter(|state| !matches!(state.service, Service::Nothing | Service::Filtered));
    for state in live {
        for address in state.served() {
            for port in [465, 587] {
                text += &entry(state, address, port, directory);
            }
        }
    }
    text
}

fn entry(state: &State, address: IpAddr, port: u16, directory: &Path) -> String {
    let address = match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    };
    let tls = directory.join("tls");
    let implicit = (port == 465) != (state.service == Service::Swapped);
    let mut text = format!(
        "{address}:{port} inet n - n - - smtpd -o syslog_name=postfix/{log} -o smtpd_tls_chain_files={key},{chain}",
        log = log_name(state, port),
        key = tls.join(format!("{}.key", state.name)).display(),
        chain = tls.join(format!("{}.pem", state.name)).display(),
    );
    if implicit {
        text += " -o smtpd_tls_wrappermode=yes";
    }
    for (name, value) in overrides(state, implicit, directory) {
        let _ = write!(text, " -o {{ {name} = {value} }}");
    }
    text + "\n"
}

fn overrides(state: &State, implicit: bool, directory: &Path) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    };
    let ciphers = |protocols: &str, list: &str| {
        let list = format!("{list}:@SECLEVEL=0");
        text(&[
            ("smtpd_tls_protocols", protocols),
            ("smtpd_tls_mandatory_protocols", protocols),
            ("smtpd_tls_ciphers", "medium"),
            ("smtpd_tls_mandatory_ciphers", "medium"),
            ("tls_medium_cipherlist", &list),
        ])
    };
    match state.service {
        Service::Busy => text(&[
            ("smtpd_delay_reject", "no"),
            (
                "smtpd_client_restrictions",
                "check_client_access static:{421 4.3.2 Too many connections, try again later}",
            ),
        ]),
        Service::ClearAuth => text(&[("smtpd_tls_auth_only", "no")]),
        Service::CyrusSasl => cyrus_sasl::settings(directory),
        Service::Deferring => text(&[(
            "smtpd_recipient_restrictions",
            "check_recipient_access static:{450 4.2.0 Greylisted, see there}",
        )]),
        Service::Limited(most) => {
            vec![("smtpd_client_connection_count_limit", most.to_string())]
        }
        Service::Mechanisms => vec![(
            "smtpd_sasl_path",
            dovecot::password_check(directory, state.service).display().to_string(),
        )],
        Service::NoPasswordCheck if implicit => text(&[("smtpd_sasl_path", "/nowhere")]),
        Service::NoPasswordCheck => {
            vec![("smtpd_sasl_path", lost_check::socket(directory).display().to_string())]
        }
        Service::NoStartTls if !implicit => {
            text(&[("smtpd_tls_security_level", "none"), ("smtpd_sasl_auth_enable", "no")])
        }
        Service::OpenRelay => {
            let all = "permit_mynetworks, reject";
            text(&[("mynetworks", "0.0.0.0/0, [::]/0"), ("smtpd_relay_restrictions", all)])
        }
        Service::OwnSender => text(&[
            (
                "smtpd_sender_login_maps",
                "inline:{boss@example.test=boss@example.test,you@example.test=you@example.test}",
            ),
            ("smtpd_sender_restrictions", "reject_sender_login_mismatch"),
        ]),
        Service::Paced => text(&[("smtpd_client_connection_rate_limit", "5")]),
        Service::RelayDenied if implicit => {
            text(&[("smtpd_relay_restrictions", "reject_unauth_destination")])
        }
        Service::RelayDenied => text(&[("smtpd_relay_restrictions", "defer_unauth_destination")]),
        Service::Plain if !implicit => {
            text(&[("smtpd_tls_security_level", "none"), ("smtpd_tls_auth_only", "no")])
        }
        Service::SmallDh => {
            let mut all: Vec<_> = ciphers("TLSv1.2", "DHE-RSA-AES128-SHA");
            all.push((
                "smtpd_tls_dh1024_param_file",
                directory.join("tls/dh1024.pem").display().to_string(),
            ));
            all
        }
        Service::StaticRsa => ciphers("TLSv1.2", "AES128-SHA"),
        Service::Tls11 => ciphers("TLSv1, TLSv1.1", "ALL"),
        Service::Boxes
        | Service::Crowded
        | Service::Delivering
        | Service::Filtered
        | Service::Locked
        | Service::NoStartTls
        | Service::Nothing
        | Service::Plain
        | Service::Swapped
        | Service::Usual => {
            if state.certificate == Certificate::Weak {
                ciphers(">=TLSv1.2", "DEFAULT")
            } else {
                Vec::new()
            }
        }
    }
}
