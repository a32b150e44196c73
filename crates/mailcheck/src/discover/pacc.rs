//! The provider's automatic configuration (draft-ietf-mailmaint-pacc): a document, and a record with its
//! digest.

use super::Searcher;
use super::documents::{fetched, found};
use crate::evidence::{LookupFailure, SourceOutcome};
use crate::model::{Deviation, Source, Unusable};
use crate::net::Net;
use crate::net::http::Question;
use crate::wire::pacc::{Pacc, Records, check, record_name, url};

impl<N: Net> Searcher<'_, N> {
    /// Asks for document and record at once.
    pub(super) async fn pacc(&self) {
        let began = self.now_ms();
        let (url, record) = (url(self.domain), record_name(self.domain));
        let (answer, records) = tokio::join!(
            self.fetcher.fetch(Question::get(&url)),
            self.patiently(self.lookups.net.txt(&record)),
        );
        let (mut asked, page) = fetched(Source::Pacc, &url, answer);
        if let Some(page) = page {
            match Pacc::read(&page.body) {
                Ok(document) => {
                    asked.settings = document.settings;
                    asked.notes = Some(document.notes);
                    asked.deviations = document.deviations;
                    asked.outcome = found(&asked);
                }
                Err(why) => asked.outcome = SourceOutcome::Unusable { why },
            }
            let missing = Deviation::new("no-record", record.as_str(), 0);
            match records {
                Ok(records) if !records.is_empty() => {
                    let records = Records::read(&records);
                    asked.deviations.extend(records.deviations.iter().cloned());
                    if asked.outcome == SourceOutcome::Found && !check(&page.body, &records) {
                        asked.settings.clear();
                        asked.outcome = SourceOutcome::Unusable { why: Unusable::DigestMismatch };
                    }
                }
                Ok(_) | Err(LookupFailure::NotFound) => asked.deviations.push(missing),
                // The certificate vouches for the document; the record would have done so once more.
                Err(_unknown) => {}
            }
        }
        self.doubt(&url, &mut asked).await;
        asked.took_ms = self.now_ms().saturating_sub(began);
        (self.found)(asked);
    }
}
