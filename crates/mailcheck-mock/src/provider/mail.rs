//! The mail of a running provider, for tests that look at it from behind.

use super::Provider;

impl Provider {
    /// The messages in the INBOX of this account, oldest first; none for an unknown address.
    pub fn inbox(&self, address: &str) -> Vec<Vec<u8>> {
        self.store.inbox(address).into_iter().map(|(_, octets)| octets.to_vec()).collect()
    }

    /// Puts a message into the INBOX of this account, and wakes clients that wait for one.
    ///
    /// Returns `false` for an unknown address, or if the account has no room for it.
    pub fn deliver(&self, address: &str, message: &[u8]) -> bool {
        self.store.deliver(address, message)
    }
}
