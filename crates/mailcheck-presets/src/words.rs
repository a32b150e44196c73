//! The sentences for findings in presets, in every language.

use mailcheck::render::Lang;

/// The content of a Fluent file with them, to be added by [`Words::and`](mailcheck::render::Words::and).
pub fn words(lang: Lang) -> &'static str {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is the library's")]
    match lang {
        Lang::Ja => concat!(
            include_str!("../locales/ja/presets.ftl"),
            "\n",
            include_str!("../locales/ja/consistency.ftl"),
            "\n",
            include_str!("../locales/ja/safety.ftl"),
            "\n",
            include_str!("../locales/ja/structure.ftl"),
        ),
        _ => concat!(
            include_str!("../locales/en/presets.ftl"),
            "\n",
            include_str!("../locales/en/consistency.ftl"),
            "\n",
            include_str!("../locales/en/safety.ftl"),
            "\n",
            include_str!("../locales/en/structure.ftl"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_the_same_keys() {
        let keys = |lang| {
            let named = words(lang).lines().filter(|line| line.starts_with(char::is_alphabetic));
            named.filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect()
        };
        let english: BTreeSet<&str> = keys(Lang::En);
        assert!(english.len() > 50, "{english:?}");
        assert_eq!(english, keys(Lang::Ja));
    }
}
