//! Between a library and a server: what the library says is said on our own connection, shown and
//! bounded, and what the server answers is handed on in a form that the library can bear.

use std::io;

use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader, DuplexStream,
};
use tokio::time::Instant;

use crate::evidence::ReadFailure;
use crate::net::Net;
use crate::probe::dialogue::Dialogue;
use crate::wire::imap::{Response, literal};

/// The library's end, line by line.
pub(super) struct Library {
    pipe: BufReader<DuplexStream>,
    line: Vec<u8>,
}

impl Library {
    pub(super) fn new(pipe: DuplexStream) -> Self {
        Self { pipe: BufReader::new(pipe), line: Vec::new() }
    }

    /// The next line without its end; `None` when the library has done its work. Nothing is lost where
    /// this is dropped halfway.
    pub(super) async fn line(&mut self) -> Option<String> {
        let is_read = self.pipe.read_until(b'\n', &mut self.line).await.is_ok();
        if !is_read || !self.line.ends_with(b"\n") {
            return None;
        }
        let line = std::mem::take(&mut self.line);
        Some(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Hands something on to it; whether it is still there shows at its next line.
    pub(super) async fn tell(&mut self, octets: &[u8]) {
        let told: io::Result<()> = self.pipe.get_mut().write_all(octets).await;
        if let Err(why) = told {
            tracing::debug!(%why, "the library has hung up");
        }
    }
}

/// Speaks IMAP for a library until that has done its work. The log-in, which it begins with, was done
/// before. Says what went wrong on our side, if anything did.
pub(super) async fn imap<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    pipe: DuplexStream,
    until: Instant,
) -> Option<ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut library = Library::new(pipe);
    let login = library.line().await?;
    let tag = login.split(' ').next().unwrap_or_default();
    library.tell(format!("{tag} OK done\r\n").as_bytes()).await;
    loop {
        tokio::select! {
            biased;
            command = library.line() => {
                if let Err(why) = talk.say(&command?).await {
                    return Some(why);
                }
            }
            line = talk.whole_line(until) => match line.map(bearable) {
                Ok(Ok(line)) => library.tell(&line).await,
                Ok(Err(octets)) => return Some(talk.fails(ReadFailure::TooLong { octets })),
                Err(why) => return Some(why),
            },
        }
    }
}

/// A line that the library can bear; or so many octets as it announces and nobody should have to.
///
/// `imap-proto` 0.17 takes letters apart that are not ASCII when they follow a response code, and
/// `async-imap` 0.12 makes room for whatever a literal announces. What a status says to people is of no
/// use to either.
fn bearable(mut line: Vec<u8>) -> Result<Vec<u8>, usize> {
    if let Some(octets) = literal(line.trim_ascii_end()) {
        let octets = usize::try_from(octets).unwrap_or(usize::MAX);
        if octets > MAX_LITERAL_OCTETS {
            return Err(octets);
        }
    }
    if matches!(Response::parse(&line), Ok(Response::Status(_) | Response::Tagged { .. })) {
        for octet in line.iter_mut().filter(|octet| !octet.is_ascii()) {
            *octet = b'?';
        }
    }
    Ok(line)
}

/// Longer than any header.
const MAX_LITERAL_OCTETS: usize = 128 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_library_cannot_bear_is_kept_from_it() {
        for (line, expected) in [
            ("* OK [ALERT]é\r\n", Ok("* OK [ALERT]??\r\n")),
            ("a1 NO [ALERT]é\r\n", Ok("a1 NO [ALERT]??\r\n")),
            ("* LIST () \"/\" \"é\"\r\n", Ok("* LIST () \"/\" \"é\"\r\n")),
            ("* 1 FETCH (BODY[HEADER] {300}\r\n", Ok("* 1 FETCH (BODY[HEADER] {300}\r\n")),
            ("* 1 FETCH (BODY[HEADER] {500000000}\r\n", Err(500_000_000)),
        ] {
            let expected = expected.map(|line| line.as_bytes().to_vec());
            assert_eq!(bearable(line.as_bytes().to_vec()), expected, "{line}");
        }
    }
}
