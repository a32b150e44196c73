//! Preset files: what others wrote down of mail providers, read with every oddity kept, and what a mail
//! domain can publish so that mail programs find its settings.
//!
//! ```
//! use mailcheck_presets::provider_db;
//! let file = "---\nname: Example\nstatus: OK\ndomains:\n  - example.org\nserver:\n  - type: imap\n    \
//!             socket: SSL\n    hostname: imap.example.org\n    port: 993\n    username_pattern: EMAIL\n\
//!             last_checked: 2026-11\nwebsite: https://example.org\n---\n";
//! let preset = provider_db::read(file.as_bytes())?;
//! assert_eq!(preset.settings[0].username.as_deref(), Some("%EMAILADDRESS%"));
//! assert_eq!(preset.deviations, []);
//! # Ok::<(), mailcheck::model::Unusable>(())
//! ```

mod autoconfig;
mod baseline;
mod check;
pub mod claims;
pub mod diff;
pub mod exempt;
pub mod file;
pub mod history;
pub mod lint;
mod load;
pub mod named;
mod preset;
#[cfg(feature = "net")]
pub mod probe;
pub mod provider_db;
pub mod publish;
mod read;
pub mod render;
pub mod report;
mod shard;
mod text;
mod tree;
mod words;
pub mod write;
mod xml;

pub use baseline::{Baseline, Known, ReadBaselineError};
pub use check::Check;
pub use load::{Collection, Loaded, NotRead, Presets, ReadConfigError, Unread, WhyNoConfig};
pub use preset::{Domain, Format, Preset, Status};
pub use read::{Unreadable, read};
pub use shard::{ParseShardError, Shard};
pub use words::words;
