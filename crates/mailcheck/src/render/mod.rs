//! Telling: one file a format, and the words in every language. Pure: adds and hides nothing, and
//! never writes by itself.

mod block;
mod circle;
mod clients;
mod compare;
mod discovery;
mod entrance;
mod explain;
mod facts;
mod failures;
mod json;
mod limits;
mod mask;
mod page;
#[cfg(test)]
mod samples;
mod shape;
mod style;
mod support;
#[cfg(test)]
mod surveys;
mod text;
mod words;

pub use crate::model::escape::{escape, escape_json};
pub use clients::{client, client_json, clients, clients_json};
pub use compare::{comparison_json, comparison_text};
pub use discovery::discovery_text;
pub use entrance::{entrance_json, entrance_text};
pub use explain::{explanation_json, explanation_text};
pub use failures::fetch as fetch_failure;
pub use json::json;
pub use page::{Page, Role, pad, wrapped};
pub use style::Style;
pub use support::{Support, support};
pub use text::text;
pub use words::{Lang, ParseLangError, Words};
