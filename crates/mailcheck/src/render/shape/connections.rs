//! The shape of what is told about connections at once.

use std::net::IpAddr;

use serde::Serialize;

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "limit"))]
pub(in crate::render) struct LimitJson {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    pub(in crate::render) service: &'static str,
    pub(in crate::render) host: String,
    /// Whose connections count together.
    #[cfg_attr(test, schemars(extend("enum" = [
        "user", "address", "user-and-address", "server", "unknown"
    ])))]
    pub(in crate::render) scope: &'static str,
    /// How many were held at once.
    pub(in crate::render) accepted: u32,
    /// Which of them was the first that was not let in; null where all were.
    pub(in crate::render) refused_at: Option<u32>,
    /// Why there were no more.
    #[cfg_attr(test, schemars(extend("enum" = ["enough", "refused", "lost", "stopped"])))]
    pub(in crate::render) stopped_because: String,
    /// What the server literally said to the first that was not let in, its lines parted by line feeds.
    pub(in crate::render) reply: Option<String>,
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(in crate::render) port: u16,
    /// Which address of the host.
    pub(in crate::render) ip: Option<IpAddr>,
    /// How far each connection was taken.
    #[cfg_attr(test, schemars(extend("enum" = ["greeted", "logged-in"])))]
    pub(in crate::render) hold: &'static str,
    /// How many were to be held at the most.
    pub(in crate::render) most: u32,
    /// What `number` is.
    #[cfg_attr(test, schemars(extend("enum" = ["exactly", "at-least", "not-determined"])))]
    pub(in crate::render) determined: &'static str,
    /// How many can be held beside those that others within the same limit held meanwhile; null where
    /// that is not determined.
    pub(in crate::render) number: Option<u32>,
    /// Why it is not determined.
    #[cfg_attr(test, schemars(extend("enum" = [
        "lost", "network", "none-held", "not-confirmed", "not-restored", "other-reason", "rate", null
    ])))]
    pub(in crate::render) doubt: Option<&'static str>,
    /// What is limited; null where no limit was met, or nothing tells.
    #[cfg_attr(test, schemars(extend("enum" = ["concurrency", "rate", null])))]
    pub(in crate::render) sort: Option<&'static str>,
    /// How many were let in before one was not, where a rate is limited.
    pub(in crate::render) rate: Option<RateJson>,
    /// How many the server says that it allows.
    pub(in crate::render) stated: Option<u32>,
    /// How many of those others held.
    pub(in crate::render) in_use: Option<u32>,
    /// Whether one more was let in after all goodbyes; null where that was not tried.
    pub(in crate::render) usable_again: Option<bool>,
    /// Whether another address of this device was let in while all were held; null where that was not tried,
    /// or tells nothing.
    pub(in crate::render) other_address_let_in: Option<bool>,
    /// Whether another user was.
    pub(in crate::render) other_user_let_in: Option<bool>,
    /// Whether the other user's log-in was refused for another reason than the limit.
    pub(in crate::render) other_user_rejected: bool,
    /// From which addresses of this device nobody asked, as the server was not reached by their family, or
    /// as they are the one that everybody asked from.
    pub(in crate::render) not_asked_from: Vec<IpAddr>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "rate"))]
pub(in crate::render) struct RateJson {
    pub(in crate::render) connections: u32,
    pub(in crate::render) within_ms: u64,
}

/// What the devices that the person named need together.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "devices"))]
pub(in crate::render) struct DevicesJson {
    /// How many IMAP connections.
    pub(in crate::render) connections: u32,
    /// Whether it may be more.
    pub(in crate::render) at_least: bool,
    pub(in crate::render) devices: Vec<DeviceJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "device"))]
pub(in crate::render) struct DeviceJson {
    /// As in `docs/devices.md`.
    pub(in crate::render) device: &'static str,
    pub(in crate::render) count: u32,
    /// How many one of them holds as it comes; null where nobody knows.
    pub(in crate::render) connections: Option<u32>,
    /// Whether each further folder takes one more.
    pub(in crate::render) more_with_folders: bool,
}
