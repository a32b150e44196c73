//! Patterns of paths: `*`, `**` and `?`.

/// Whether a path is like a pattern. `*` stands for any letters but a slash, `**` for any at all (with a
/// slash behind it, for nothing too), `?` for one letter.
pub(super) fn is_like(path: &str, pattern: &str) -> bool {
    let path: Vec<char> = path.chars().collect();
    // Which beginnings of the path are like what was read of the pattern.
    let mut like = vec![false; path.len() + 1];
    if let Some(first) = like.first_mut() {
        *first = true;
    }
    let mut rest = pattern;
    while let Some(letter) = rest.chars().next() {
        let (part, taken) = if rest.starts_with("**/") {
            (Part::Folders, 3)
        } else if rest.starts_with("**") {
            (Part::All, 2)
        } else {
            match letter {
                '*' => (Part::Name, 1),
                '?' => (Part::One, 1),
                letter => (Part::Letter(letter), letter.len_utf8()),
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
        like = part.go_on(&path, &like);
    }
    like.last().copied().unwrap_or_default()
}

/// Whether a pattern may be like more than one path.
pub(super) fn is_open(pattern: &str) -> bool {
    pattern.contains(['*', '?'])
}

#[derive(Clone, Copy)]
enum Part {
    All,
    Folders,
    Letter(char),
    Name,
    One,
}

impl Part {
    /// Which beginnings of the path are like the pattern with this behind it.
    fn go_on(self, path: &[char], like: &[bool]) -> Vec<bool> {
        let was = |end: usize| like.get(end).copied().unwrap_or_default();
        let mut next = vec![false; like.len()];
        // Whether what stands for many letters may go on.
        let mut is_open = false;
        for (end, is_like) in next.iter_mut().enumerate() {
            let letter = end.checked_sub(1).and_then(|place| path.get(place)).copied();
            let before = end.checked_sub(1).is_some_and(was);
            *is_like = match self {
                Self::Letter(wanted) => before && letter == Some(wanted),
                Self::One => before && letter.is_some_and(|letter| letter != '/'),
                Self::Name => {
                    is_open = was(end) || is_open && letter != Some('/');
                    is_open
                }
                Self::All => {
                    is_open |= was(end);
                    is_open
                }
                Self::Folders => {
                    let is_behind = is_open && letter == Some('/');
                    is_open |= was(end);
                    was(end) || is_behind
                }
            };
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_like_paths() {
        for (pattern, path, expected) in [
            ("ispdb/ocn.ne.jp.xml", "ispdb/ocn.ne.jp.xml", true),
            ("ispdb/ocn.ne.jp.xml", "ispdb/ocn.ne.jp.xml2", false),
            ("ispdb/*.xml", "ispdb/a.xml", true),
            ("ispdb/*.xml", "ispdb/a/b.xml", false),
            ("ispdb/*", "ispdb/", true),
            ("**/*.xml", "a.xml", true),
            ("**/*.xml", "a/b/c.xml", true),
            ("a/**/c.xml", "a/c.xml", true),
            ("a/**/c.xml", "a/b/b/c.xml", true),
            ("a/**/c.xml", "a/bc.xml", false),
            ("a/**", "a/b/c.xml", true),
            ("a/**", "b/a/c.xml", false),
            ("?.xml", "a.xml", true),
            ("?.xml", "ab.xml", false),
            ("?.xml", "/.xml", false),
            ("例*", "例え.xml", true),
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(is_like(path, pattern), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn patterns_cost_no_more_than_their_length_by_that_of_the_path() {
        let (path, pattern) = ("a".repeat(4_000), "*a".repeat(2_000) + "b");
        assert!(!is_like(&path, &pattern));
    }
}
