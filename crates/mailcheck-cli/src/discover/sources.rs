//! Which sources the options leave to be asked.

use mailcheck::model::{Host, Source};
use mailcheck::probe::Search;

use super::Sources;
use crate::complaint::{Complaint, Message};

impl Sources {
    /// Whom to ask, by the options.
    ///
    /// # Errors
    ///
    /// A [`Complaint`] when nobody is left, or a file that was named is of no use.
    pub(crate) fn search(&self, domain: Option<&Host>) -> Result<Search, Complaint> {
        let mut search = Search::default();
        search.sources.retain(|source| self.may_ask(*source));
        search.send_address = self.send_address;
        if search.sources.is_empty() {
            return Err(Message::new("no-source-left").into());
        }
        if let Some(domain) = domain {
            search.known = self.known(domain)?;
        }
        Ok(search)
    }

    /// Whether any option says whom to ask.
    pub(crate) fn is_named(&self) -> bool {
        let Self { preset, ispdb, only, skip, no_isp_db, offline_sources, send_address } = self;
        let is_file = !preset.is_empty() || ispdb.is_some();
        let is_chosen = is_file || !only.is_empty() || !skip.is_empty();
        is_chosen || *no_isp_db || *offline_sources || *send_address
    }

    fn may_ask(&self, source: Source) -> bool {
        let is_chosen = self.only.is_empty() || self.only.contains(&source);
        let is_allowed = !self.offline_sources || OFFLINE.contains(&source);
        let is_refused = self.skip.contains(&source) || (self.no_isp_db && source == Source::Ispdb);
        is_chosen && is_allowed && !is_refused
    }
}

/// What needs no network.
const OFFLINE: [Source; 3] = [Source::Given, Source::Preset, Source::Provider];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn left(options: &[&str]) -> Option<BTreeSet<Source>> {
        use clap::Parser as _;

        #[derive(clap::Parser)]
        struct Call {
            #[command(flatten)]
            sources: Sources,
        }

        let call = Call::try_parse_from([&["call"], options].concat()).expect("is a call");
        Some(call.sources.search(None).ok()?.sources)
    }

    fn all_but(missing: &[Source]) -> BTreeSet<Source> {
        Source::ALL.into_iter().filter(|source| !missing.contains(source)).collect()
    }

    #[test]
    fn options_leave_some() {
        assert_eq!(left(&[]), Some(all_but(&[])));
        assert_eq!(left(&["--no-isp-db"]), Some(all_but(&[Source::Ispdb])));
        let skipped = ["--skip", "mx,guess", "--skip", "srv"];
        assert_eq!(left(&skipped), Some(all_but(&[Source::Mx, Source::Guess, Source::Srv])));
        let chosen = ["--only", "srv, ispdb", "--no-isp-db"];
        assert_eq!(left(&chosen), Some(BTreeSet::from([Source::Srv])));
        assert_eq!(left(&["--offline-sources"]), Some(BTreeSet::from(OFFLINE)));
        assert_eq!(left(&["--only", "srv", "--offline-sources"]), None);
    }
}
