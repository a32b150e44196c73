//! What connections that were held at once tell of a server's limits. Pure: from the facts of a run and
//! what is known of servers' words.
//!
//! # Examples
//!
//! ```
//! use std::net::{IpAddr, Ipv4Addr};
//! use mailcheck::evidence::{
//!     Account, Attempt, Candidate, Evidence, Fact, Hold, Observation, Place, Ramp, RampEnd,
//! };
//! use mailcheck::limits::{Number, limits};
//! use mailcheck::model::{Endpoint, Service, Source};
//!
//! let mut evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
//! let endpoint = Endpoint::parse(Service::Imap, "imap.example.org").unwrap();
//! evidence.endpoints.push(Candidate::new(endpoint, Source::Given));
//! let place = Place {
//!     endpoint: Some(0),
//!     ip: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
//!     attempt: Some(Attempt::Ramp),
//! };
//! let ramp = Ramp::new(Hold::LoggedIn, 5, 5, 5, RampEnd::Enough);
//! evidence.observations.push(Observation::new(900, place, Fact::Held(ramp)));
//!
//! assert_eq!(limits(&evidence)[0].number, Number::AtLeast(5));
//! ```

mod ended;
mod limit;
mod scope;
#[cfg(test)]
mod tests;
mod wanted;
mod words;

pub use limit::{Doubt, Limit, Number, Sort, limits, of};
pub use wanted::{Needs, needs};
