//! The file of known findings.

use std::fs;
use std::io;
use std::path::Path;

use mailcheck_presets::{Baseline, ReadBaselineError};

use crate::complaint::{Complaint, Message};
use crate::{output, reasons};

/// Reads it. There need be none yet where it is to be written.
pub(super) fn read(path: &Path, is_written: bool) -> Result<Baseline, Complaint> {
    let octets = match regular(path) {
        Ok(octets) => octets,
        Err(why) if is_written && why.kind() == io::ErrorKind::NotFound => {
            return Ok(Baseline::default());
        }
        Err(why) => {
            let message = Message::new("presets-baseline-unreadable").path(path);
            return Err(message.with("why", reasons::of(&why)).into());
        }
    };
    Baseline::read(&octets).map_err(|why| {
        let key = match &why {
            ReadBaselineError::OtherSchema { .. } => "presets-baseline-other",
            ReadBaselineError::NotABaseline(_) | _ => "presets-baseline-none",
        };
        Message::new(key).path(path).with("why", reasons::of(&why)).into()
    })
}

/// What is in an ordinary file: a pipe may wait for ever, and a device have no end.
fn regular(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_file() {
        fs::read(path)
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

/// Writes it beside its place and moves it there, so that it is whole whenever somebody looks.
pub(super) fn write(path: &Path, baseline: &Baseline) -> Result<(), Complaint> {
    let fail = |why: io::Error| output::unwritable("presets-baseline-unwritable", path, &why);
    // A link stays a link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let draft = target.with_file_name(name);
    let written = fs::write(&draft, baseline.to_json()).and_then(|()| fs::rename(&draft, &target));
    written.map_err(|why| {
        // It may not have come about.
        let _gone = fs::remove_file(&draft);
        fail(why).into()
    })
}
