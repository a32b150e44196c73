//! Two network namespaces and the cable between them.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use super::configuration;
use super::configuration::SERVER_START;
use super::error::LabError;
use super::states::STATES;
use super::web;

/// The validating resolver of the lab.
pub const NAMESERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 53);

/// A name server that never answers.
pub const SILENT_NAMESERVER: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 53);

/// A resolver of the lab that validates nothing and passes signatures on.
pub const PLAIN_NAMESERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 55);

/// A resolver of the lab that leaves signatures and keys out.
pub const DROPPING_NAMESERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 56);

/// The addresses of the client, of which programs use the first unless they choose.
pub const CLIENT_ADDRESSES: [Ipv4Addr; 3] =
    [Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2), Ipv4Addr::new(192, 0, 2, 3)];

/// The name server which knows all zones.
pub(super) const AUTHORITY: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 54);

/// The same without signatures.
pub(super) const UNSIGNED_AUTHORITY: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 57);

/// The namespaces of one lab, by name.
#[derive(Clone, Debug)]
pub(super) struct Network {
    pub(super) client: String,
    pub(super) server: String,
}

impl Network {
    /// Names for the namespaces of the lab called `name`; nothing exists yet.
    pub(super) fn named(name: &str) -> Self {
        Self { client: format!("{name}-client"), server: format!("{name}-server") }
    }

    /// Makes both namespaces and joins them by a cable, or by one with this round-trip time.
    pub(super) fn connect(
        &self,
        round_trip: Option<Duration>,
        directory: &Path,
    ) -> Result<(), LabError> {
        let Self { client, server } = self;
        batch(&["-batch", "-"], &format!("netns add {client}\nnetns add {server}\n"))?;
        match round_trip {
            None => {
                let cable = format!(
                    "link add {LINK} netns {client} type veth peer name {LINK} netns {server}\n"
                );
                batch(&["-batch", "-"], &cable)?;
            }
            Some(round_trip) => self.connect_slowly(round_trip, directory)?,
        }
        for (namespace, setup) in [(server, server_setup()), (client, client_setup())] {
            batch(&["-n", namespace, "-batch", "-"], &setup)?;
        }
        let forward = ["sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"];
        configuration::output(command_in(server, forward[0]).args(&forward[1..])).map(drop)
    }

    /// A pair of TUN devices and a program that carries packets between them, since many kernels lack netem.
    fn connect_slowly(&self, round_trip: Duration, directory: &Path) -> Result<(), LabError> {
        let Self { client, server } = self;
        let log = directory.join("link.log");
        let one_way_ms = round_trip.as_secs_f64() * 1000.0 / 2.0;
        let mut link = command_in(client, "python3");
        link.arg(link_program())
            .args([&one_way_ms.to_string(), LINK, FAR_LINK])
            .stdin(Stdio::null());
        configuration::start(&mut link, &log)?;
        configuration::wait_for("link.py", &log, "ready", SERVER_START)?;
        batch(
            &["-n", client, "-batch", "-"],
            &format!("link set {FAR_LINK} netns {server} name {LINK}\n"),
        )
    }
}

/// A command that will run inside the namespace.
pub(super) fn command_in(namespace: &str, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("ip");
    command.args(["netns", "exec", namespace]).arg(program);
    command
}

fn server_setup() -> String {
    let served = STATES.iter().flat_map(super::State::served);
    let all: Vec<_> = served.chain(OTHERS.map(IpAddr::from)).collect();
    // The black hole is a cable whose other end throws everything away: its MAC address is not the one sent to. A route
    // of type `blackhole` would do for packets that pass, but the resolver here would be told at once.
    format!(
        "link set lo up\nlink set {LINK} up\n{}\
         link add hole type veth peer name bottom\nlink set hole arp off up\nlink set bottom arp off up\n\
         route add 198.51.100.0/24 dev hole\nroute add 2001:db8:dead::/48 dev hole\n",
        addresses(&all)
    )
}

/// The commands that give addresses to this end of the cable.
fn addresses(all: &[IpAddr]) -> String {
    let lines = all.iter().map(|address| match address {
        IpAddr::V4(address) => format!("addr add {address}/24 dev {LINK}\n"),
        IpAddr::V6(address) => format!("addr add {address}/64 dev {LINK} nodad\n"),
    });
    lines.collect()
}

fn client_setup() -> String {
    format!(
        "link set lo up\nlink set {LINK} up\n{}addr add 2001:db8:2::1/64 dev {LINK} nodad\n\
         route add 198.51.100.0/24 via 192.0.2.10\nroute add 2001:db8:dead::/48 via 2001:db8:2::10\n",
        addresses(&CLIENT_ADDRESSES.map(IpAddr::from)),
    )
}

/// Runs `ip` with a script.
fn batch(arguments: &[&str], script: &str) -> Result<(), LabError> {
    configuration::output_of(Command::new("ip").args(arguments), script.as_bytes()).map(drop)
}

fn link_program() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/link.py")
}

/// The addresses of all servers but those of mail.
const OTHERS: [Ipv4Addr; 7] = [
    NAMESERVER,
    PLAIN_NAMESERVER,
    DROPPING_NAMESERVER,
    AUTHORITY,
    UNSIGNED_AUTHORITY,
    web::PROVIDER,
    web::ELSEWHERE,
];

/// Name of the cable's end, in both namespaces.
const LINK: &str = "lab0";

/// Name of the far end until it is moved.
const FAR_LINK: &str = "lab1";
