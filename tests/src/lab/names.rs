//! The name servers: knot knows the zones and signs some, unbound asks it.

use std::net::Ipv4Addr;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use super::configuration;
use super::configuration::SERVER_START;
use super::domains;
use super::domains::Zone;
use super::error::LabError;
use super::network::AUTHORITY;
use super::network::DROPPING_NAMESERVER;
use super::network::NAMESERVER;
use super::network::Network;
use super::network::PLAIN_NAMESERVER;
use super::network::UNSIGNED_AUTHORITY;
use super::network::command_in;

/// Starts all of them. `pacc` is the TXT record of a document on the web.
pub(super) fn start(network: &Network, directory: &Path, pacc: &str) -> Result<(), LabError> {
    let signing = Knot { home: directory.join("knot"), address: AUTHORITY, signs: true };
    let unsigned =
        Knot { home: directory.join("knot-unsigned"), address: UNSIGNED_AUTHORITY, signs: false };
    for knot in [&signing, &unsigned] {
        configuration::make_directory(&knot.home.join("db"))?;
        configuration::write(&knot.file(), &knot.configuration())?;
    }
    // What stands above a zone has to know its key.
    let digests = signing.make_key("test.")?;
    signing.make_key(".")?;
    let anchor = signing.keymgr(".", &["dnskey"])?.replace(" DNSKEY ", " IN DNSKEY ");
    configuration::write(&anchor_file(directory), &anchor)?;
    for knot in [&signing, &unsigned] {
        for zone in domains::ZONES {
            configuration::write(&knot.home.join(zone.file()), &zone.text(&digests, pacc))?;
        }
    }
    for knot in [&signing, &unsigned] {
        let mut command = command_in(&network.server, "knotd");
        configuration::start(command.arg("-c").arg(knot.file()), &knot.home.join("log"))?;
    }
    let resolvers = RESOLVERS.map(|resolver| (directory.join(resolver.name), resolver));
    for (home, resolver) in &resolvers {
        configuration::make_directory(home)?;
        let file = home.join("unbound.conf");
        configuration::write(&file, &resolver.configuration(home, anchor.trim()))?;
        let mut command = command_in(&network.server, "unbound");
        configuration::start(command.arg("-d").arg("-c").arg(file), &home.join("log"))?;
    }
    for knot in [&signing, &unsigned] {
        configuration::wait_for("knotd", &knot.home.join("log"), "server started", SERVER_START)?;
    }
    for (home, _) in &resolvers {
        let log = home.join("log");
        configuration::wait_for("unbound", &log, "start of service", SERVER_START)?;
    }
    Ok(())
}

/// The key of the root zone, as a DNSKEY record in the words of a zone file, with its class.
pub(super) fn anchor_file(directory: &Path) -> PathBuf {
    directory.join("root.key")
}

/// A server that knows all zones.
struct Knot {
    home: PathBuf,
    address: Ipv4Addr,
    signs: bool,
}

impl Knot {
    fn file(&self) -> PathBuf {
        self.home.join("knot.conf")
    }

    /// Makes the key that a zone is to be signed with; the DS records for it.
    fn make_key(&self, zone: &str) -> Result<String, LabError> {
        self.keymgr(zone, &["generate", "algorithm=ecdsap256sha256", "ksk=yes", "zsk=yes"])?;
        self.keymgr(zone, &["ds"])
    }

    fn keymgr(&self, zone: &str, command: &[&str]) -> Result<String, LabError> {
        let mut keymgr = Command::new("keymgr");
        keymgr.arg("-c").arg(self.file()).arg(zone).args(command);
        let output = configuration::output(&mut keymgr)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn configuration(&self) -> String {
        let (home, address) = (self.home.display(), self.address);
        let zones: String = domains::ZONES.iter().map(|zone| self.zone(zone)).collect();
        format!(
            "\
server:
    rundir: {home}
    listen: {address}@53
log:
  - target: stderr
    any: info
database:
    storage: {home}/db
policy:
  - id: known-key
    algorithm: ecdsap256sha256
    single-type-signing: on
    manual: on
template:
  - id: default
    storage: {home}
    zonefile-sync: -1
zone:
{zones}"
        )
    }

    fn zone(&self, zone: &Zone) -> String {
        let Zone { origin, signed, .. } = zone;
        let signing = match signed {
            _ if !self.signs => "",
            domains::Signed::No => "",
            domains::Signed::WithAnotherKey => "    dnssec-signing: on\n",
            domains::Signed::Yes => "    dnssec-signing: on\n    dnssec-policy: known-key\n",
        };
        format!("  - domain: {origin}\n    file: {}\n{signing}", zone.file())
    }
}

/// A resolver: where it listens, whom it asks, and whether it validates.
struct Resolver {
    name: &'static str,
    address: Ipv4Addr,
    asks: Ipv4Addr,
    validates: bool,
}

const RESOLVERS: [&Resolver; 3] = [
    &Resolver { name: "unbound", address: NAMESERVER, asks: AUTHORITY, validates: true },
    &Resolver {
        name: "unbound-plain",
        address: PLAIN_NAMESERVER,
        asks: AUTHORITY,
        validates: false,
    },
    // Whose answers have no signatures: the server behind it has none.
    &Resolver {
        name: "unbound-dropping",
        address: DROPPING_NAMESERVER,
        asks: UNSIGNED_AUTHORITY,
        validates: false,
    },
];

impl Resolver {
    fn configuration(&self, home: &Path, anchor: &str) -> String {
        let Self { address, asks, .. } = self;
        let home = home.display();
        let validation = if self.validates {
            format!("    module-config: \"validator iterator\"\n    trust-anchor: \"{anchor}\"\n")
        } else {
            "    module-config: \"iterator\"\n".to_owned()
        };
        // A delegation goes to the black hole, so that waiting for it must end before a client's patience does.
        format!(
            "\
server:
    interface: {address}
    access-control: 0.0.0.0/0 allow
    directory: {home}
    pidfile: {home}/pid
    chroot: \"\"
    username: \"\"
    use-syslog: no
    log-time-ascii: yes
    do-ip6: no
    num-threads: 1
    local-zone: \"test.\" nodefault
{validation}\
stub-zone:
    name: \".\"
    stub-addr: {asks}
remote-control:
    control-enable: no
"
        )
    }
}
