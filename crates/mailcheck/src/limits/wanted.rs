//! What the devices that a person wants to use need.

use crate::evidence::{Account, Wanted};
use crate::knowledge::devices::{self, Device};
use crate::knowledge::providers::Names;

/// What devices need together.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Needs {
    /// Which devices, and how many of each.
    pub devices: Vec<(&'static Device, u32)>,
    /// How many IMAP connections they need at least.
    pub connections: u32,
    /// Whether they may need more than that.
    pub may_be_more: bool,
}

/// What the devices need that the person named; `None` where none were named.
///
/// # Examples
///
/// ```
/// use mailcheck::evidence::{Account, Wanted};
/// use mailcheck::limits::needs;
///
/// let mut account = Account::default();
/// account.devices = vec![Wanted::new("thunderbird".to_owned(), 2), Wanted::new("iphone".to_owned(), 1)];
/// let needs = needs(&account).unwrap();
/// assert_eq!((needs.connections, needs.may_be_more), (11, true));
/// ```
pub fn needs(account: &Account) -> Option<Needs> {
    let known = |Wanted { device, count }: &Wanted| Some((devices::named(device)?, *count));
    let devices: Vec<(&'static Device, u32)> = account.devices.iter().filter_map(known).collect();
    if devices.is_empty() {
        return None;
    }
    let needed = devices.iter().map(|(device, count)| device.needs().saturating_mul(*count));
    let connections = needed.fold(0, u32::saturating_add);
    let may_be_more = devices.iter().any(|(device, _)| device.may_need_more());
    Some(Needs { devices, connections, may_be_more })
}

impl Needs {
    /// The devices with what each holds, such as `Thunderbird 5 × 2, iPhone ≥ 1`.
    pub fn listed(&self) -> Names {
        Names {
            en: self.joined(|device| &device.names.en, ", "),
            ja: self.joined(|device| &device.names.ja, "、"),
        }
    }

    fn joined(&self, name: fn(&Device) -> &str, comma: &str) -> String {
        let one = |(device, count): &(&'static Device, u32)| {
            let bound = if device.may_need_more() { "≥ " } else { "" };
            let times = if *count == 1 { String::new() } else { format!(" × {count}") };
            format!("{} {bound}{}{times}", name(device), device.needs())
        };
        self.devices.iter().map(one).collect::<Vec<_>>().join(comma)
    }
}
