//! The page with all rules for preset files.

use std::error::Error;

use mailcheck::render::{Lang, Words};
use mailcheck_presets::lint;

use super::markdown::{cell, code, row};

/// What stands above the table.
const HEAD: &str = "\
# The rules for preset files

What `mailcheck presets check` looks for in the files themselves, without network. `mailcheck explain RULE` tells one of them
in full, in English or Japanese. An example is the change by which a good file gets the fault. This page is written by
`cargo run -q -p mailcheck-tests --example tables`.

`error`: keeps mail from working or a password from being safe. `warning`: will bite some day or some people. `notice`: good
to know.

## Exemptions

Where a finding is as it has to be, say so with the reason, and it no longer counts. In XML, YAML and TOML a comment holds for
the file that it stands in:

```xml
<!-- mailcheck: allow preset.submission-port-25 until 2027-06-30 because the line is an office's own -->
```

Several rules stand behind `allow` with commas between them; `until`, the last day, may be left out. A reason may go on over
the lines of the comment.

For JSON, which has no comments, and for many files at once there is `mailcheck.toml` (or `.mailcheck.toml`) in the folder of
the files or one above it, or whatever file `--config` names:

```toml
[[allow]]
rule = \"preset.submission-port-25\"       # the id of a finding; what is found at servers has one, too
path = \"ispdb/*.xml\"                     # from the folder of this file; all below it if it is left out
provider = \"example.org\"                 # by what reports call it; all if it is left out
reason = \"the line is an office's own\"
until = \"2027-06-30\"                     # the last day; for ever if it is left out
```

In `path`, `*` stands for letters of one name, `**` for folders, too, and `?` for one letter; without a slash it is the name
of a file in whatever folder.

An exemption without reason, or past its day, exempts nothing and is a finding itself; so is one that names no rule, and one
that nothing is found for any more. Of what a run did not look at, as servers with `--offline`, none of that is said.

## The rules

";

pub(super) fn page() -> Result<String, Box<dyn Error>> {
    let words = Words::new(Lang::En).and(mailcheck_presets::words);
    let mut rules = lint::all().to_vec();
    rules.sort_by_key(|rule| rule.id);
    let mut text = HEAD.to_owned();
    text += &row([
        "rule",
        "severity",
        "example",
        "what is told of it",
        "what to change first",
        "source",
    ]);
    text += &row(["---"; 6]);
    for rule in rules {
        let example = lint::example(rule).ok_or_else(|| format!("{} has no example", rule.id))?;
        let finding = &example.finding.finding;
        let told = format!("**{}.** {}", cell(&words.title(finding)), cell(&words.cause(finding)));
        text += &row([
            &code(rule.id),
            rule.severity.name(),
            &code(&short(&example.change)),
            &told,
            &cell(&words.action(finding)),
            &cell(rule.reference),
        ]);
    }
    Ok(text)
}

/// The beginning of a long change.
fn short(change: &str) -> String {
    let lines: Vec<&str> = change.lines().collect();
    match lines.get(..MOST_LINES) {
        Some(first) if lines.len() > MOST_LINES => format!("{}\n…", first.join("\n")),
        _short => lines.join("\n"),
    }
}

/// Lines of an example in a cell.
const MOST_LINES: usize = 8;
