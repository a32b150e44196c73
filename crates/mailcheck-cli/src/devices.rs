//! `--devices`: on what the account is to be used.

use clap::Args;
use clap::builder::PossibleValue;
use mailcheck::evidence::Wanted;
use mailcheck::knowledge::devices;

use crate::args::Listed;

#[derive(Args, Debug)]
#[command(next_help_heading = "Devices")]
pub(crate) struct Devices {
    /// On what the account is to be used, such as iphone,thunderbird*2: says how many connections these
    /// devices hold, and whether that is too many where the server's limit is known; `docs/devices.md`
    /// lists them
    #[arg(long, value_name = "DEVICE[*N],...", value_delimiter = ',', hide_possible_values = true)]
    #[arg(value_parser = Listed { parse: wanted, values: words })]
    pub(crate) devices: Vec<Wanted>,
}

/// Reads `thunderbird*2`.
fn wanted(text: &str) -> Result<Wanted, ParseDeviceError> {
    let (word, count) = match text.split_once('*') {
        Some((word, count)) => (word, count.trim().parse().unwrap_or_default()),
        None => (text, 1),
    };
    let device = devices::named(word).ok_or(ParseDeviceError::Unknown)?;
    if !(1..=MOST).contains(&count) {
        return Err(ParseDeviceError::BadCount);
    }
    Ok(Wanted::new(device.id.clone(), count))
}

/// The words for shells to complete.
fn words() -> Vec<PossibleValue> {
    devices::all().iter().map(|device| PossibleValue::new(device.id.as_str())).collect()
}

/// Every word, one for each device.
pub(crate) fn ids() -> Vec<String> {
    devices::all().iter().map(|device| device.id.clone()).collect()
}

/// Why a text is no device.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ParseDeviceError {
    #[error("what stands after * must be a number from 1 to {MOST}")]
    BadCount,
    #[error("no device that is known has this name; use {}", ids().join(", "))]
    Unknown,
}

/// No person has more of a kind.
pub(crate) const MOST: u32 = 99;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_read() {
        for (text, expected) in [
            ("iphone", Some(("iphone", 1))),
            ("Thunderbird*2", Some(("thunderbird", 2))),
            (" K9 * 3 ", Some(("thunderbird-android", 3))),
            ("サンダーバード", Some(("thunderbird", 1))),
            ("iphone*0", None),
            ("iphone*100", None),
            ("iphone*", None),
            ("iphone*x", None),
            ("abacus", None),
            ("", None),
        ] {
            let wanted = wanted(text).ok();
            let read = wanted.as_ref().map(|it| (it.device.as_str(), it.count));
            assert_eq!(read, expected, "{text}");
        }
    }
}
