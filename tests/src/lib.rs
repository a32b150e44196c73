//! What the tests of the whole share: a lab of real mail and name servers.
//!
//! It knows `mailcheck` only as a program that is run from outside; it never links the library, so it can judge it.

pub mod lab;
