//! XML, written.

/// A document that grows line by line.
pub(crate) struct Xml {
    text: String,
    open: Vec<&'static str>,
    shortened: Vec<String>,
}

impl Xml {
    pub(crate) fn new() -> Self {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        Self { text, open: Vec::new(), shortened: Vec::new() }
    }

    /// Begins an element, with attributes as they are written.
    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Ends the element that was begun last.
    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.extend(["</", name, ">\n"]);
        }
    }

    /// An element with text.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.leaf_with(name, &[], text);
    }

    /// An element with attributes and text.
    pub(crate) fn leaf_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        let text = self.escaped(text);
        self.text.extend([">", &text, "</", name, ">\n"]);
    }

    /// An element with attributes and nothing in it.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str("/>\n");
    }

    /// A document type, as it is written.
    pub(crate) fn document_type(&mut self, xml: &str) {
        self.text.extend([xml, "\n"]);
    }

    /// A comment; returns whether XML can hold it (XML 1.0 §2.5).
    pub(crate) fn comment(&mut self, text: &str) -> bool {
        let is_held = !text.contains("--") && !text.ends_with('-') && text.chars().all(is_held);
        if is_held {
            self.indent();
            self.text.extend(["<!-- ", text, " -->\n"]);
        }
        is_held
    }

    /// The texts that lost letters, as they were.
    pub(crate) fn shortened(&self) -> &[String] {
        &self.shortened
    }

    /// Ends what is open.
    pub(crate) fn end(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (attribute, value) in attributes {
            let value = self.escaped(value);
            self.text.extend([" ", attribute, "=\"", &value, "\""]);
        }
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.open.len()));
    }

    /// A text without what means something in XML (XML 1.0 §2.4), nor what may not be in it.
    fn escaped(&mut self, text: &str) -> String {
        let mut safe = String::new();
        for letter in text.chars() {
            match letter {
                '&' => safe.push_str("&amp;"),
                '<' => safe.push_str("&lt;"),
                '>' => safe.push_str("&gt;"),
                '"' => safe.push_str("&quot;"),
                // As they are, readers make blanks of them.
                '\t' | '\n' | '\r' => safe.extend(["&#", &u32::from(letter).to_string(), ";"]),
                letter if is_held(letter) => safe.push(letter),
                _ => {}
            }
        }
        if !text.chars().all(is_held) {
            self.shortened.push(text.to_owned());
        }
        safe
    }
}

/// Whether a letter may be in a document (XML 1.0 §2.2); control characters, which it discourages, are
/// left out as well.
fn is_held(letter: char) -> bool {
    match letter {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        letter => !letter.is_control(),
    }
}
