//! JSON of providers by their identifier, which two formats have.

use std::collections::HashSet;
use std::path::Path;

use crate::file::{OddityKind, PresetFile, Provider, Word};
use crate::preset::Format;
use crate::text::decode;
use crate::tree::{Keys, Malformed, Node, Notebook, Repeated, Value, json};

/// Reads one file: an object whose values `is_one` knows and `provider` reads; `None` when it is JSON of
/// another kind.
pub(super) fn read(
    octets: &[u8],
    path: &Path,
    format: Format,
    is_one: fn(&Node) -> bool,
    provider: fn(&mut Notebook, &Word, Keys<'_>) -> Provider,
) -> Option<Result<PresetFile, Malformed>> {
    let decoded = decode(octets);
    let root = match json::read(&decoded.text) {
        Ok(root) => root,
        Err(why) => return Some(Err(why)),
    };
    let Value::Map(entries) = &root.value else { return None };
    if !entries.iter().any(|(_, node)| is_one(node)) {
        return None;
    }
    let mut notes = Notebook::new(decoded.oddities, Repeated::Last);
    let mut file = PresetFile::new(path, format);
    let mut before = HashSet::new();
    for (id, node) in entries {
        if !before.insert(&id.text) {
            notes.note(OddityKind::Duplicate, &id.text, "", id.at);
        }
        let Some(keys) = notes.keys(node, &id.text, "") else { continue };
        file.providers.push(provider(&mut notes, id, keys));
    }
    file.oddities = notes.in_order();
    Some(Ok(file))
}
