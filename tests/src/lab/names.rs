//! The name servers: knot knows the zones, unbound asks it and validates.

use std::path::Path;

use super::configuration;
use super::configuration::SERVER_START;
use super::domains;
use super::error::LabError;
use super::network::AUTHORITY;
use super::network::NAMESERVER;
use super::network::Network;
use super::network::command_in;

/// Starts both.
pub(super) fn start(network: &Network, directory: &Path) -> Result<(), LabError> {
    let knot = directory.join("knot");
    configuration::make_directory(&knot.join("db"))?;
    for (zone, text) in [
        ("root", domains::root_zone()),
        ("test", domains::test_zone()),
        ("bogus", domains::bogus_zone()),
    ] {
        configuration::write(&knot.join(format!("{zone}.zone")), &text)?;
    }
    configuration::write(&knot.join("knot.conf"), &knot_configuration(&knot))?;
    let log = knot.join("log");
    configuration::start(
        command_in(&network.server, "knotd").arg("-c").arg(knot.join("knot.conf")),
        &log,
    )?;

    let unbound = directory.join("unbound");
    configuration::make_directory(&unbound)?;
    configuration::write(&unbound.join("unbound.conf"), &unbound_configuration(&unbound))?;
    let unbound_log = unbound.join("log");
    let mut command = command_in(&network.server, "unbound");
    configuration::start(
        command.arg("-d").arg("-c").arg(unbound.join("unbound.conf")),
        &unbound_log,
    )?;

    configuration::wait_for("knotd", &log, "server started", SERVER_START)?;
    configuration::wait_for("unbound", &unbound_log, "start of service", SERVER_START)
}

fn knot_configuration(home: &Path) -> String {
    let home = home.display();
    format!(
        "\
server:
    rundir: {home}
    listen: {AUTHORITY}@53
log:
  - target: stderr
    any: info
database:
    storage: {home}/db
template:
  - id: default
    storage: {home}
zone:
  - domain: .
    file: root.zone
  - domain: test.
    file: test.zone
  - domain: bogus.test.
    file: bogus.zone
    dnssec-signing: on
"
    )
}

fn unbound_configuration(home: &Path) -> String {
    let home = home.display();
    // The trust anchor is the digest of a key which the zone does not have. A delegation goes to the black hole, so
    // that waiting for it must end before a client's patience does.
    format!(
        "\
server:
    interface: {NAMESERVER}
    access-control: 0.0.0.0/0 allow
    directory: {home}
    pidfile: {home}/pid
    chroot: \"\"
    username: \"\"
    use-syslog: no
    log-time-ascii: yes
    do-ip6: no
    num-threads: 1
    module-config: \"validator iterator\"
    local-zone: \"test.\" nodefault
    trust-anchor: \"bogus.test. DS 12345 13 2 {digest}\"
stub-zone:
    name: \".\"
    stub-addr: {AUTHORITY}
remote-control:
    control-enable: no
",
        digest = "0123456789abcdef".repeat(4),
    )
}
