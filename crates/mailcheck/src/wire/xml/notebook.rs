//! Where what is odd about a document is written down, with its line.

use roxmltree::Node;

use super::deviation::AND_MORE;
use crate::model::{Deviation, ServerText, Service};

/// The deviations of one document, at most so many, and where its lines end.
pub(in crate::wire) struct Notebook {
    line_ends: Vec<usize>,
    kept: Vec<Deviation>,
    service: Option<Service>,
}

impl Notebook {
    pub(super) fn new(text: &str, so_far: &[Deviation]) -> Self {
        let line_ends = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { line_ends, kept: so_far.to_vec(), service: None }
    }

    /// The line on which an element begins, from 1.
    pub(in crate::wire) fn line(&self, node: Node<'_, '_>) -> u32 {
        let before = self.line_ends.partition_point(|end| *end < node.range().start);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    /// What is noted from now on is about a server for this, or about none.
    pub(in crate::wire) fn turn_to(&mut self, service: Option<Service>) {
        self.service = service;
    }

    /// Notes what costs nothing.
    pub(in crate::wire) fn note(&mut self, kind: &str, text: &str, node: Node<'_, '_>) {
        self.keep(Deviation::new(kind, text, self.line(node)));
    }

    /// Notes why a server was left out.
    pub(in crate::wire) fn dropping(&mut self, kind: &str, text: &str, node: Node<'_, '_>) {
        self.keep(Deviation::new(kind, text, self.line(node)).dropping());
    }

    /// Whether no more will be kept.
    pub(in crate::wire) fn is_full(&self) -> bool {
        self.kept.len() > MOST_KEPT
    }

    /// What was noted, from the first line to the last.
    pub(in crate::wire) fn close(mut self) -> Vec<Deviation> {
        self.kept.sort_by_key(|deviation| deviation.line);
        self.kept
    }

    fn keep(&mut self, deviation: Deviation) {
        if self.kept.len() < MOST_KEPT {
            self.kept.push(deviation.of(self.service));
        } else if self.kept.len() == MOST_KEPT {
            let Deviation { line, .. } = deviation;
            self.kept.push(Deviation::new(AND_MORE, ServerText::from(""), line));
        }
    }
}

/// The most deviations of one document that are kept.
const MOST_KEPT: usize = 100;
