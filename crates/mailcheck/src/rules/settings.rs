//! Settings: whether any were found, by sources that can be believed, and whether these agree.

mod conflict;
mod document;
mod forgeable;
mod insecure;
mod not_found;
mod pop3_only;
pub(super) mod published;
mod record;
mod stale;
mod starttls;
mod voice;

pub(super) use conflict::CONFLICT;
pub(super) use document::BROKEN_DOCUMENT;
pub(super) use forgeable::FORGEABLE_SOURCE;
pub(super) use insecure::{INSECURE, is_said_of};
pub(super) use not_found::{NOT_FOUND, unanswered};
pub(super) use pop3_only::POP3_ONLY;
pub(super) use record::RECORD_ODD;
pub(super) use stale::STALE;
pub(super) use starttls::STARTTLS_PREFERRED;
