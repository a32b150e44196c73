//! No keyring: this build is without it.

use mailcheck::model::Secret;
use zeroize::Zeroizing;

use crate::complaint::{Complaint, Message};

/// There is none.
pub(super) enum Store {}

impl Store {
    pub(super) fn open() -> Result<Self, Complaint> {
        Err(Message::new("keyring-absent").into())
    }

    pub(super) fn put(&self, _name: &str, _token: &Secret) -> Result<(), Complaint> {
        match *self {}
    }

    pub(super) fn get(&self, _name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Complaint> {
        match *self {}
    }
}
