//! The words: both languages have all of them, say the same things, and need nothing that no rule
//! gives.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

use super::runs;
use crate::report::{Advice, Arg};
use crate::rules::{all, judge};

const LANGUAGES: [(&str, &str); 2] = [
    ("en", include_str!("../../../locales/en/findings.ftl")),
    ("ja", include_str!("../../../locales/ja/findings.ftl")),
];
const PARTS: [&str; 3] = ["title", "cause", "action"];
/// Longest cause or action: more is not read.
const MOST_LETTERS: usize = 300;

/// What a message is made of.
#[derive(Debug, Default, Eq, PartialEq)]
struct Shape {
    /// Attributes; a message without any has the empty one.
    parts: BTreeSet<String>,
    /// Variables other than `$case`.
    variables: BTreeSet<String>,
    /// Variants of `$case` and `$side`. Those of numbers belong to the language.
    cases: BTreeSet<String>,
}

impl Shape {
    fn add(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.add_expression(expression);
            }
        }
    }

    fn add_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => _ = self.add_inline(inline),
            Expression::Select { selector, variants } => {
                let name = self.add_inline(selector);
                for variant in variants {
                    if let VariantKey::Identifier { name: key } = variant.key
                        && matches!(name.as_deref(), Some("case" | "side"))
                    {
                        self.cases.insert(key.to_owned());
                    }
                    self.add(&variant.value);
                }
            }
        }
    }

    fn add_inline(&mut self, inline: &InlineExpression<&str>) -> Option<String> {
        if let InlineExpression::Placeable { expression } = inline {
            self.add_expression(expression);
            return None;
        }
        let InlineExpression::VariableReference { id } = inline else {
            panic!("findings need no {inline:?}");
        };
        if id.name != "case" {
            self.variables.insert(id.name.to_owned());
        }
        Some(id.name.to_owned())
    }
}

fn shapes(source: &'static str) -> BTreeMap<String, Shape> {
    let resource = parser::parse(source).expect("is Fluent");
    let mut shapes = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut shape = Shape::default();
        if let Some(value) = &message.value {
            shape.parts.insert(String::new());
            shape.add(value);
        }
        for attribute in &message.attributes {
            shape.parts.insert(attribute.id.name.to_owned());
            shape.add(&attribute.value);
        }
        let twice = shapes.insert(message.id.name.to_owned(), shape);
        assert_eq!(twice, None, "{} is there twice", message.id.name);
    }
    shapes
}

fn message_of(id: &str) -> String {
    id.replace('.', "-")
}

#[test]
fn both_languages_say_the_same_things() {
    let [(_, english), (_, japanese)] = LANGUAGES;
    let (english, japanese) = (shapes(english), shapes(japanese));
    for (id, shape) in &english {
        assert_eq!(japanese.get(id), Some(shape), "{id}");
    }
    assert_eq!(english.len(), japanese.len());
}

#[test]
fn every_rule_has_its_words_and_no_words_are_left_over() {
    let known = LANGUAGES.map(|(_, source)| shapes(source));
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for rule in all() {
        wanted.insert(message_of(rule.id), PARTS.map(str::to_owned).into());
    }
    for run in runs::all() {
        for finding in judge(run.evidence).findings {
            for cause in finding.advice.causes {
                wanted.insert(cause.to_owned(), [String::new()].into());
            }
        }
    }
    for shapes in known {
        let found: BTreeMap<_, _> =
            shapes.into_iter().map(|(id, shape)| (id, shape.parts)).collect();
        assert_eq!(found, wanted);
    }
}

#[test]
fn every_case_has_its_words_and_is_used() {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for run in runs::all() {
        for finding in judge(run.evidence).findings {
            let cases = used.entry(message_of(finding.id)).or_default();
            cases.insert(finding.advice.case.to_owned());
        }
    }
    let sides = ["both", "incoming", "outgoing"];
    for (language, source) in LANGUAGES {
        for (id, shape) in shapes(source).into_iter().filter(|(id, _)| !id.starts_with("cause-")) {
            let without = |cases: &BTreeSet<String>| -> BTreeSet<String> {
                let is_plain = |case: &&String| *case != "other" && !sides.contains(&case.as_str());
                cases.iter().filter(is_plain).cloned().collect()
            };
            assert_eq!(without(&shape.cases), without(&used[&id]), "{language}: {id}");
        }
    }
}

#[test]
fn every_finding_can_be_said_in_every_language() {
    for (language, source) in LANGUAGES {
        let bundle = bundle(language, source);
        for run in runs::all() {
            for finding in judge(run.evidence).findings {
                let args = args(&finding.advice, language);
                for part in PARTS {
                    let text = say(&bundle, &message_of(finding.id), Some(part), &args);
                    let letters = text.chars().count();
                    assert!(letters <= MOST_LETTERS, "{letters} letters: {text}");
                    assert!(!text.contains('\n') && text.trim() == text, "{text:?}");
                }
                for cause in &finding.advice.causes {
                    say(&bundle, cause, None, &args);
                }
            }
        }
    }
}

#[test]
fn the_words_read_as_a_person_would_write_them() {
    let wanted = [
        ("en", "imap.example.org refuses connections on port 993"),
        ("ja", "imap.example.org のポート 993 で接続が拒否されました"),
    ];
    let run = runs::all().into_iter().find(|run| run.name == "refused").expect("is there");
    let report = judge(run.evidence);
    let finding = &report.findings[0];
    for ((language, source), (_, title)) in LANGUAGES.into_iter().zip(wanted) {
        let bundle = bundle(language, source);
        let args = args(&finding.advice, language);
        assert_eq!(say(&bundle, &message_of(finding.id), Some("title"), &args), title);
    }
}

fn bundle(language: &str, source: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language.parse().expect("is a language")]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).expect("is Fluent");
    bundle.add_resource(resource).expect("has no message twice");
    bundle
}

fn args(advice: &Advice, language: &str) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    args.set("case", advice.case);
    for (name, value) in &advice.args {
        let value: FluentValue<'static> = match value {
            Arg::Date(at) => at.strftime("%Y-%m-%d").to_string().into(),
            Arg::List(texts) => texts.join(", ").into(),
            Arg::Name { en, ja } => if language == "ja" { ja } else { en }.clone().into(),
            Arg::Number(number) => (*number).into(),
            Arg::Text(text) => text.clone().into(),
        };
        args.set(*name, value);
    }
    args
}

fn say(
    bundle: &FluentBundle<FluentResource>,
    id: &str,
    part: Option<&str>,
    args: &FluentArgs<'_>,
) -> String {
    let message = bundle.get_message(id).expect(id);
    let pattern = match part {
        Some(part) => message.get_attribute(part).expect(part).value(),
        None => message.value().expect(id),
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    assert!(errors.is_empty(), "{id}: {errors:?}");
    text
}
