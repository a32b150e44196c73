//! The log as it grows.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use tokio::sync::watch;

use super::Book;
use super::Entry;

/// Reads the log of a provider as it is written. [`Provider::follow`](crate::Provider::follow)
/// makes one.
#[derive(Debug)]
pub struct Follower {
    pub(super) book: Arc<Mutex<Book>>,
    pub(super) news: watch::Receiver<()>,
    /// The number of the next entry to read.
    pub(super) next: u64,
    pub(super) missed: u64,
}

impl Follower {
    /// The next entry, as soon as there is one; `None` once the provider is gone.
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Entry> {
        loop {
            self.news.mark_unchanged();
            if let Some(entry) = self.read() {
                return Some(entry);
            }
            if self.news.changed().await.is_err() {
                return self.read();
            }
        }
    }

    /// How many entries were [dropped](crate::Builder::keep_entries) before they were read.
    pub fn missed(&self) -> u64 {
        self.missed
    }

    fn read(&mut self) -> Option<Entry> {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        self.missed += book.dropped.saturating_sub(self.next);
        self.next = self.next.max(book.dropped);
        let entry = book.entries.get(usize::try_from(self.next - book.dropped).ok()?)?.clone();
        self.next += 1;
        Some(entry)
    }
}
