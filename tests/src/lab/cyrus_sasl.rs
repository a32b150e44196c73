//! Cyrus SASL inside of Postfix: accounts in a file of its own, and more kinds of SCRAM than Dovecot 2.3 has.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use super::configuration;
use super::error::LabError;
use super::states::PASSWORD;
use super::states::STATES;
use super::states::Service;

/// Writes its configuration and its accounts.
pub(super) fn prepare(directory: &Path) -> Result<(), LabError> {
    let home = home(directory);
    configuration::make_directory(&home)?;
    let accounts = home.join("sasldb2");
    configuration::write(
        &home.join("smtpd.conf"),
        &format!(
            "\
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {}
mech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512
",
            accounts.display()
        ),
    )?;
    for state in STATES.iter().filter(|state| state.service == Service::CyrusSasl) {
        let mut saslpasswd = Command::new("saslpasswd2");
        saslpasswd.args(["-p", "-c", "-u", &state.host(), "-f"]).arg(&accounts).arg("you");
        configuration::output_of(&mut saslpasswd, PASSWORD.as_bytes())?;
    }
    configuration::output(Command::new("chown").arg("postfix").arg(&accounts)).map(drop)
}

/// What makes a service of Postfix use it.
pub(super) fn settings(directory: &Path) -> Vec<(&'static str, String)> {
    vec![
        ("smtpd_sasl_type", "cyrus".to_owned()),
        ("smtpd_sasl_path", "smtpd".to_owned()),
        ("cyrus_sasl_config_path", home(directory).display().to_string()),
    ]
}

/// Where Debian's Postfix looks, whatever it is told.
fn home(directory: &Path) -> PathBuf {
    directory.join("postfix/etc/sasl")
}
