//! The configuration files for some paths, found from there upward.

use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::open_regular;
use crate::exempt::{Config, Files, ParseConfigError, tidy};

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
#[error("{}: {why}", path.display())]
#[non_exhaustive]
pub struct ReadConfigError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub why: WhyNoConfig,
}

/// Why a file is no configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WhyNoConfig {
    /// The system does not let it be read.
    #[error("{0}")]
    Io(#[source] io::Error),
    /// It says something else than a configuration.
    #[error("{0}")]
    Parse(#[source] ParseConfigError),
    /// It is longer than any configuration.
    #[error("longer than {MAX_OCTETS} octets")]
    TooLong,
}

impl Config {
    /// Reads the file that is named; else, for each path, `mailcheck.toml` or `.mailcheck.toml` in its folder
    /// or in the nearest one above that has one. Without any, there are no exemptions.
    ///
    /// # Errors
    ///
    /// [`ReadConfigError`], when a file is there and of no use: to go on without it would tell what is exempt.
    pub fn load<P: AsRef<Path>>(
        paths: &[P],
        named: Option<&Path>,
    ) -> Result<Self, ReadConfigError> {
        let here = std::env::current_dir().map_err(|why| ReadConfigError {
            path: PathBuf::from("."),
            why: WhyNoConfig::Io(why),
        })?;
        let found: BTreeSet<PathBuf> = match named {
            Some(path) => [path.to_owned()].into(),
            None => paths.iter().filter_map(|path| above(&here, path.as_ref())).collect(),
        };
        let mut config = Self::default();
        for path in found {
            let failed = |why| ReadConfigError { path: path.clone(), why };
            let text = read(&path).map_err(failed)?;
            let read =
                Self::read(&text, &path, &here).map_err(|why| failed(WhyNoConfig::Parse(why)))?;
            config.exemptions.extend(read.exemptions);
        }
        config.here = here;
        Ok(config)
    }

    /// Whether what is below these paths is all that the configuration is for.
    pub fn is_all_below<P: AsRef<Path>>(&self, paths: &[P]) -> bool {
        let paths: Vec<PathBuf> = paths.iter().map(|it| tidy(&self.here.join(it))).collect();
        self.exemptions.iter().all(|exemption| match &exemption.files {
            Files::This => true,
            Files::Below { folder, .. } => paths.iter().any(|path| folder.starts_with(path)),
        })
    }
}

/// The configuration in the folder of a path, or in one above it. It is called as the path is, so that people
/// see where it is from where they are.
fn above(here: &Path, path: &Path) -> Option<PathBuf> {
    let path = tidy(&here.join(path));
    let mut folders = path.ancestors();
    let found = folders.find_map(|folder| {
        NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file())
    })?;
    Some(found.strip_prefix(here).map(Path::to_owned).unwrap_or(found))
}

fn read(path: &Path) -> Result<String, WhyNoConfig> {
    let mut text = String::new();
    let limit = u64::try_from(MAX_OCTETS).unwrap_or(u64::MAX).saturating_add(1);
    let file = open_regular(path).map_err(WhyNoConfig::Io)?;
    file.take(limit).read_to_string(&mut text).map_err(WhyNoConfig::Io)?;
    if text.len() > MAX_OCTETS { Err(WhyNoConfig::TooLong) } else { Ok(text) }
}

/// What the file is called, the first that is there.
const NAMES: [&str; 2] = ["mailcheck.toml", ".mailcheck.toml"];

/// The longest configuration: thousands of exemptions.
const MAX_OCTETS: usize = 1024 * 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let name = format!("mailcheck-config-{}-{name}", std::process::id());
            let folder = Self(std::env::temp_dir().join(name));
            for (path, text) in files {
                let path = folder.0.join(path);
                std::fs::create_dir_all(path.parent().expect("has one")).expect("is made");
                std::fs::write(path, text).expect("is written");
            }
            folder
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _nobody_minds = std::fs::remove_dir_all(&self.0);
        }
    }

    fn rules(config: &Config) -> Vec<&str> {
        config.exemptions.iter().map(|exemption| exemption.rule.as_str()).collect()
    }

    #[test]
    fn the_nearest_configuration_above_each_path_counts() {
        let allow = |rule: &str| format!("[[allow]]\nrule = \"{rule}\"\n");
        let (top, inner, hidden) = (allow("top"), allow("inner"), allow("hidden"));
        let files = [
            ("mailcheck.toml", &*top),
            ("a/mailcheck.toml", &inner),
            ("a/.mailcheck.toml", &hidden),
            ("a/b/c.xml", ""),
            ("d/e.xml", ""),
        ];
        let folder = Folder::new("nearest", &files);
        let load = |paths: &[&str], named: Option<&str>| {
            let paths: Vec<PathBuf> = paths.iter().map(|path| folder.0.join(path)).collect();
            let named = named.map(|path| folder.0.join(path));
            Config::load(&paths, named.as_deref()).expect("is good")
        };
        assert_eq!(rules(&load(&["a/b/c.xml"], None)), ["inner"]);
        assert_eq!(rules(&load(&["d"], None)), ["top"]);
        assert_eq!(rules(&load(&["a", "a/b", "d"], None)), ["inner", "top"]);
        assert_eq!(rules(&load(&["d"], Some("a/.mailcheck.toml"))), ["hidden"]);
        let config = load(&["a/b"], None);
        assert!(!config.is_all_below(&[folder.0.join("a/b")]));
        assert!(config.is_all_below(&[folder.0.join("a")]));
        assert!(config.is_all_below(&[folder.0.join("d/..")]));
    }

    #[test]
    fn what_is_of_no_use_is_told() {
        let long = "#".repeat(MAX_OCTETS + 1);
        let folder = Folder::new("bad", &[("a.toml", "allow"), ("b.toml", &long)]);
        for (name, why) in [("a.toml", "line 1"), ("b.toml", "longer than"), ("c.toml", "os error")]
        {
            let told = Config::load(&[&folder.0], Some(&folder.0.join(name)));
            let told = told.expect_err(name).to_string();
            assert!(told.contains(name) && told.contains(why), "{told}");
        }
    }
}
