//! Whoever owns a lab may be killed; the janitor cleans up all the same.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use super::error::LabError;
use super::network::Network;

/// A shell that sleeps until the lab's owner closes the pipe, by wish or by dying.
#[derive(Debug)]
pub(super) struct Janitor(Child);

impl Janitor {
    /// Hires one for these namespaces and this directory, before any of them exists.
    pub(super) fn hire(network: &Network, directory: &Path) -> Result<Self, LabError> {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", ON_CLOSE, "janitor"])
            .arg(directory)
            .args([&network.client, &network.server]);
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        shell.spawn().map(Self).map_err(LabError::io("start a shell"))
    }
}

impl Drop for Janitor {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // Nobody could be told of a failure here, and a namespace that stays has a name to find it by.
        let _ = self.0.wait();
    }
}

/// Ends every process in the namespaces, politely for a second, then deletes namespaces and directory.
const ON_CLOSE: &str = r#"
trap '' INT HUP TERM
directory=$1; shift
while read -r _; do :; done
inhabitants() { for namespace; do ip netns pids "$namespace"; done; }
signal=TERM
for pause in 0.05 0.05 0.1 0.1 0.2 0.5; do
    pids=$(inhabitants "$@")
    [ -n "$pids" ] || break
    kill -"$signal" $pids
    sleep "$pause"
    [ "$pause" != 0.2 ] || signal=KILL
done
for namespace; do ip netns del "$namespace"; done
rm -rf -- "$directory"
"#;
