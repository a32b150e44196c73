//! Tells whether mail settings will work, and if not, why, what to do first and how long to wait.
//!
//! Describe an account and where to look, look, judge, tell. Each step gives plain data to the next:
//!
//! ```
//! # #[cfg(feature = "net")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use mailcheck::model::{Endpoint, Secret, Service};
//! use mailcheck::net::{Internet, Roots};
//! use mailcheck::probe::{Account, Plan, Run};
//! use mailcheck::render::{self, Lang, Style};
//!
//! # // A provider on loopback stands in for yours.
//! # let provider = mailcheck_mock::Provider::builder().account("you@example.org", "secret").start().await?;
//! # let addr = provider.addr(mailcheck_mock::Port::ImapTls);
//! # let mut roots = Roots::none();
//! # roots.add_pem(provider.ca_pem().as_bytes())?;
//! # let internet = Internet::builder().resolve("imap.example.org".parse()?, addr.ip()).build()?;
//! # let place = format!("imap.example.org:{}/tls", addr.port());
//! # /*
//! let (roots, internet) = (Roots::system(), Internet::builder().build()?);
//! let place = "imap.example.org:993/tls";
//! # */
//! let account = Account::new()
//!     .address("you@example.org".parse()?)
//!     .password(Secret::new("secret".to_owned()));
//! // Without an endpoint, settings are sought for the address.
//! let plan = Plan::new(account).endpoint(Endpoint::parse(Service::Imap, &place)?).roots(roots);
//!
//! let evidence = Run::new(&plan).go(&internet).await; // look: facts, which can be saved
//! let report = mailcheck::judge(evidence);            // judge: findings with ids
//! let page = render::text(&report, &Style::new(Lang::En)); // tell
//!
//! assert!(page.starts_with("Ready for receiving: you@example.org."));
//! assert!(report.findings.is_empty());
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "net"))]
//! # fn main() {}
//! ```
//!
//! [`probe::Run`] can be watched, given a deadline and stopped; what was seen is always kept. A
//! failure of a server is not an error but a fact. [`evidence::Evidence`] holds no secret, is saved
//! as JSON, and is judged the same on any other day. Without the feature `net` nothing here does IO.
//!
//! A password leaves only over verified TLS, once to each service, and to the outgoing server only
//! after the incoming one took it.

pub mod clients;
pub mod compare;
#[cfg(feature = "net")]
mod discover;
pub mod entrance;
pub mod evidence;
pub mod explain;
pub mod knowledge;
pub mod limits;
pub mod model;
#[cfg(feature = "net")]
pub mod net;
#[cfg(feature = "net")]
pub mod probe;
pub mod render;
pub mod report;
pub mod rules;
pub mod typing;
pub mod wire;

pub use rules::judge;
