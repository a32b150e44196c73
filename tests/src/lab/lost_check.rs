//! A password check that Postfix finds, and loses when it asks: Dovecot's authentication protocol up to the first
//! question. It is what a Dovecot that restarts, or runs out of processes, looks like from there.

use std::fs;
use std::fs::Permissions;
use std::io;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::path::PathBuf;
use std::thread;

use super::error::LabError;

/// Where it listens.
pub(super) fn socket(directory: &Path) -> PathBuf {
    directory.join("lost-check")
}

/// Starts it; it ends with this process.
pub(super) fn start(directory: &Path) -> Result<(), LabError> {
    let path = socket(directory);
    let failed = || LabError::io(format!("listen at {}", path.display()));
    let listener = UnixListener::bind(&path).map_err(failed())?;
    fs::set_permissions(&path, Permissions::from_mode(0o666)).map_err(failed())?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            thread::spawn(move || greet_and_leave(&client));
        }
    });
    Ok(())
}

/// Says what there is, hears the client's greeting, and hangs up at its first question.
fn greet_and_leave(mut client: &UnixStream) -> io::Result<()> {
    client.write_all(GREETING)?;
    let mut heard = BufReader::new(client);
    let mut line = String::new();
    while heard.read_line(&mut line)? > 0 && !line.starts_with("AUTH\t") {
        line.clear();
    }
    Ok(())
}

/// Version 1.1 of the protocol (Dovecot's `auth-protocol.txt`).
const GREETING: &[u8] = b"VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t00000000000000000000000000000000\nDONE\n";
