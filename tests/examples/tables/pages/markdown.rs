//! Cells of tables in Markdown.

use mailcheck::render::escape;

/// Text of ours as a cell.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "\\<").replace('\n', "<br>")
}

/// What a server said, as a cell: each line as code, whatever is in it.
pub(crate) fn code(lines: &str) -> String {
    let code = |line: &str| {
        let line = escape(line).replace('|', "\\|");
        if line.contains('`') { format!("`` {line} ``") } else { format!("`{line}`") }
    };
    lines.lines().map(code).collect::<Vec<_>>().join("<br>")
}

/// A row of a table.
pub(crate) fn row<const N: usize>(cells: [&str; N]) -> String {
    format!("| {} |\n", cells.join(" | "))
}
