//! The provider as its clients see it: healthy to clients that none of us wrote, and with every
//! fault really on the wire.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod client;
mod dns;
mod faults;
mod healthy;
mod mail;
mod pop3;
mod replay;
mod running;
mod sasl;
mod scenario;
mod smtp;
mod web;
mod words;
