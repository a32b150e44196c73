//! From a file to a provider.

use super::Provider;

/// Reads a provider. Facts name their source by a key; it is put in its place first.
pub(super) fn provider(text: &str) -> Result<Provider, ReadProviderError> {
    let mut file: toml::Table = toml::from_str(text).map_err(ReadProviderError::NotToml)?;
    let Some(toml::Value::Table(sources)) = file.remove("sources") else {
        return Err(ReadProviderError::NoSources);
    };
    let mut used = Vec::new();
    for (_, fact) in &mut file {
        put_sources(fact, &sources, &mut used)?;
    }
    if let Some((unused, _)) = sources.iter().find(|(key, _)| !used.contains(key)) {
        return Err(ReadProviderError::UnusedSource { key: unused.clone() });
    }
    file.try_into().map_err(ReadProviderError::NotAProvider)
}

fn put_sources(
    fact: &mut toml::Value,
    sources: &toml::Table,
    used: &mut Vec<String>,
) -> Result<(), ReadProviderError> {
    match fact {
        toml::Value::Array(facts) => {
            facts.iter_mut().try_for_each(|fact| put_sources(fact, sources, used))
        }
        toml::Value::Table(table) => {
            let Some(toml::Value::String(key)) = table.get("source").cloned() else {
                return Ok(());
            };
            let Some(source) = sources.get(&key) else {
                return Err(ReadProviderError::UnknownSource { key });
            };
            table.insert("source".to_owned(), source.clone());
            used.push(key);
            Ok(())
        }
        toml::Value::Boolean(_)
        | toml::Value::Datetime(_)
        | toml::Value::Float(_)
        | toml::Value::Integer(_)
        | toml::Value::String(_) => Ok(()),
    }
}

/// Why a file does not describe a provider.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadProviderError {
    /// There is no table of sources.
    #[error("there is no [sources]")]
    NoSources,
    /// A fact has a mistake, or lacks its source.
    #[error("{0}")]
    NotAProvider(#[source] toml::de::Error),
    /// The text is not TOML.
    #[error("{0}")]
    NotToml(#[source] toml::de::Error),
    /// A fact names a source that is not there.
    #[error("there is no source {key:?}")]
    UnknownSource {
        /// What was named.
        key: String,
    },
    /// A source says nothing.
    #[error("no fact names the source {key:?}")]
    UnusedSource {
        /// What is not named.
        key: String,
    },
}
