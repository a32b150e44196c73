//! What becomes of mail that is sent, as it is written in files.

use serde::Deserialize;

use crate::reply::Words;
use crate::span::Span;

/// Where mail goes that is sent here, and when; without a word, into the inbox and at once.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Delivery {
    /// The mailbox, if not the inbox.
    pub(crate) into: Option<String>,
    /// How long it takes after the sender was told that it is taken.
    #[serde(default)]
    pub(crate) after: Span,
    /// Whether it is lost on the way, though it was taken.
    #[serde(default)]
    pub(crate) lost: bool,
    /// Fields that it gets on its way, the last first.
    #[serde(default)]
    pub(crate) header: Vec<String>,
    /// The answer to a message, instead of that it is taken.
    pub(crate) refusal: Option<Words>,
    /// Whether nothing is answered to a message, and the connection closed. It is delivered all the same.
    #[serde(default)]
    pub(crate) hangs_up: bool,
}

impl Delivery {
    /// The fields as they stand before the message.
    pub(crate) fn head(&self) -> String {
        let fields = self.header.iter().map(|field| format!("{field}\r\n"));
        fields.collect::<Vec<_>>().concat()
    }
}
