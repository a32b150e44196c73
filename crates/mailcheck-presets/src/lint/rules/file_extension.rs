//! A file that does not end in `.xml`, as the others of its folder do.

use std::collections::BTreeSet;
use std::path::Path;

use mailcheck::report::{Advice, Severity, Who};

use crate::file::{Place, PresetFile};
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.file-extension",
    severity: Severity::Error,
    reference: "thunderbird/autoconfig validate-config.yml",
    judge: Judge::Collection(|files| {
        let is_xml = |file: &PresetFile| file.path.extension().is_some_and(|it| it == "xml");
        let documents = || files.iter().filter(|file| file.format == Format::Autoconfig);
        let folders: BTreeSet<Option<&Path>> =
            documents().filter(|file| is_xml(file)).map(|file| file.path.parent()).collect();
        let odd = documents().filter(|file| !is_xml(file) && folders.contains(&file.path.parent()));
        let told = |file: &PresetFile| {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            Fault::new(Place::default(), Advice::new(Who::You).arg("file", shown(&name)))
        };
        odd.map(|file| (file, told(file))).collect()
    }),
};
