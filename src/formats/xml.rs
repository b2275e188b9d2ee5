//! XML with places, also where it is broken.
//!
//! Well-formed text is read by roxmltree. What that refuses (a merge conflict inside, a file cut short, a document type with
//! entities of its own) is read by a scan that knows tags, attributes and text and forgives the rest. Both build the same
//! tree, so a format is written once. Nesting is cut at [`DEEPEST`] levels: what lies deeper hangs there.

mod decode;
mod scan;

use crate::text::MappedText;
use roxmltree::{Document, ParsingOptions};
use std::ops::Range;

pub(super) use decode::push_decoded;

const DEEPEST: usize = 200;

/// One file, as a tree.
pub(super) struct Xml<'a> {
    pub source: &'a str,
    nodes: Vec<Node<'a>>,
    /// What is wrong with it and where, in the words of the parser.
    pub problem: Option<(String, u32)>,
}

struct Node<'a> {
    what: What<'a>,
    children: Vec<usize>,
}

/// What a node is. Names are without their prefix; ranges are raw, with entities.
pub(super) enum What<'a> {
    Element { name: &'a str, attributes: Vec<(&'a str, Range<u32>)> },
    Text(Range<u32>),
    Comment(Range<u32>),
}

/// One node of the tree.
#[derive(Clone, Copy)]
pub(super) struct At<'x, 'a> {
    xml: &'x Xml<'a>,
    index: usize,
}

impl<'a> Xml<'a> {
    pub fn read(source: &'a str) -> Xml<'a> {
        let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
        let mut tree = Tree::default();
        let problem = match Document::parse_with_options(source, options) {
            Ok(document) => {
                walk(&document, source, &mut tree);
                None
            }
            Err(error) => {
                scan::scan(source, &mut tree);
                let place = error.pos();
                Some((error.to_string(), offset_of(source, place.row, place.col)))
            }
        };
        Xml { source, nodes: tree.nodes, problem }
    }

    /// The node above all others; it has no name.
    pub fn root(&self) -> At<'_, 'a> {
        At { xml: self, index: 0 }
    }
}

impl<'x, 'a> At<'x, 'a> {
    pub fn what(self) -> &'x What<'a> {
        &self.xml.nodes[self.index].what
    }

    /// The name of an element; empty for text and comments.
    pub fn name(self) -> &'a str {
        match self.what() {
            What::Element { name, .. } => name,
            _ => "",
        }
    }

    pub fn children(self) -> impl Iterator<Item = At<'x, 'a>> + 'x {
        let xml = self.xml;
        xml.nodes[self.index].children.iter().map(move |&index| At { xml, index })
    }

    pub fn attributes(self) -> &'x [(&'a str, Range<u32>)] {
        match self.what() {
            What::Element { attributes, .. } => attributes,
            _ => &[],
        }
    }

    /// The value of an attribute, decoded.
    pub fn attribute(self, name: &str) -> Option<MappedText> {
        let (_, range) = self.attributes().iter().find(|(attribute, _)| *attribute == name)?;
        let mut text = MappedText::default();
        push_decoded(self.xml.source, range.clone(), &mut text);
        Some(text)
    }

    /// Adds all text below the node, without anything between its parts.
    pub fn text_into(self, out: &mut MappedText) {
        match self.what() {
            What::Text(range) => push_decoded(self.xml.source, range.clone(), out),
            What::Comment(_) => {}
            What::Element { .. } => self.children().for_each(|child| child.text_into(out)),
        }
    }

    pub fn text(self) -> MappedText {
        let mut out = MappedText::default();
        self.text_into(&mut out);
        out
    }
}

/// A tree that is being built; node 0 holds everything.
struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    open: Vec<usize>,
}

impl Default for Tree<'_> {
    fn default() -> Self {
        let top = Node { what: What::Element { name: "", attributes: Vec::new() }, children: Vec::new() };
        Tree { nodes: vec![top], open: vec![0] }
    }
}

impl<'a> Tree<'a> {
    fn add(&mut self, what: What<'a>) -> usize {
        let index = self.nodes.len();
        let parent = self.open[(self.open.len() - 1).min(DEEPEST)];
        self.nodes.push(Node { what, children: Vec::new() });
        self.nodes[parent].children.push(index);
        index
    }

    fn open(&mut self, name: &'a str, attributes: Vec<(&'a str, Range<u32>)>) {
        let index = self.add(What::Element { name, attributes });
        self.open.push(index);
    }

    fn close(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
        }
    }

    /// Closes the innermost open element of this name and all inside it; an end without a start is passed over.
    fn close_named(&mut self, name: &str) {
        let is = |index: &usize| matches!(&self.nodes[*index].what, What::Element { name: n, .. } if *n == name);
        if let Some(at) = self.open.iter().skip(1).rposition(is) {
            self.open.truncate(at + 1);
        }
    }
}

fn walk<'a>(document: &Document<'a>, source: &'a str, tree: &mut Tree<'a>) {
    let short = |range: Range<usize>| range.start as u32..range.end as u32;
    let mut node = document.root();
    loop {
        if node.is_element() {
            let attributes = node.attributes().map(|a| (a.name(), short(a.range_value()))).collect();
            tree.open(local_name(node.tag_name().name()), attributes);
        } else if node.is_text() {
            // The range of a text node ends before a CDATA section inside it; the text runs to the next node.
            let range = node.range();
            let end = match (node.next_sibling(), node.parent().filter(|parent| parent.is_element())) {
                (Some(next), _) => next.range().start,
                (None, Some(parent)) => source[..parent.range().end].rfind("</").unwrap_or(range.end),
                (None, None) => range.end,
            };
            tree.add(What::Text(short(range.start..end.max(range.end))));
        } else if node.is_comment() {
            let range = node.range();
            tree.add(What::Comment(inside(source, range, "<!--", "-->")));
        }
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node.is_element() {
                tree.close();
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return,
            }
        }
    }
}

fn inside(source: &str, range: Range<usize>, open: &str, close: &str) -> Range<u32> {
    let raw = &source[range.clone()];
    let start = range.start + if raw.starts_with(open) { open.len() } else { 0 };
    let end = range.end - if raw.ends_with(close) { close.len() } else { 0 };
    start as u32..end.max(start) as u32
}

fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn offset_of(source: &str, row: u32, column: u32) -> u32 {
    let line_start: usize = source.split_inclusive('\n').take(row.saturating_sub(1) as usize).map(str::len).sum();
    let line = source.get(line_start..).unwrap_or("");
    let within = line.char_indices().nth(column.saturating_sub(1) as usize).map_or(0, |(at, _)| at);
    (line_start + within).min(source.len()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        fn collect(node: At<'_, '_>, out: &mut Vec<String>) {
            let own: Vec<_> =
                node.attributes().iter().filter_map(|(name, _)| Some(format!("@{}", node.attribute(name)?.as_str()))).collect();
            out.extend(own);
            if matches!(node.what(), What::Text(_)) && !node.text().is_empty() {
                out.push(node.text().as_str().to_owned());
            }
            node.children().for_each(|child| collect(child, out));
        }
        let mut out = Vec::new();
        collect(Xml::read(source).root(), &mut out);
        out
    }

    #[test]
    fn broken_text_gives_the_same_tree() {
        let whole = "<a x=\"1 &amp; 2\"><!-- c --><b>Ren&#233; &lt;<![CDATA[&amp; 3]]>!</b><b y='z'/>\r\nend</a>";
        let expected = texts(whole);
        assert_eq!(expected, ["@1 & 2", "René <&amp; 3!", "@z", "\nend"]);
        let broken = whole.replace("</a>", "");
        assert!(Xml::read(whole).problem.is_none() && Xml::read(&broken).problem.is_some());
        assert_eq!(texts(&broken), expected);
    }

    #[test]
    fn a_reference_points_at_all_of_it() {
        let source = "<a>Ben &amp; Jerry</a>";
        let text = Xml::read(source).root().text();
        assert_eq!(text.source_range(0..text.len() as u32), 3..18);
        assert_eq!(text.source_range(4..5), 7..12);
    }

    #[test]
    fn nothing_is_expanded_and_nothing_nests_without_end() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"xxxxxxxx\"><!ENTITY c \"&b;&b;&b;\">]><a>&c; stays</a>";
        assert_eq!(texts(bomb), ["&c; stays"]);
        let deep = format!("{}deep{}", "<a>".repeat(60_000), "</a>".repeat(60_000));
        assert_eq!(texts(&deep), ["deep"]);
        assert_eq!(texts(&"<a>".repeat(60_000)).len(), 0);
        for cut in ["<", "<a b", "<a b=", "<a b='", "</", "<!--", "<![CDATA[x", "<!DOCTYPE [", "<?", "<a/", "<é>ü"] {
            texts(cut);
        }
    }
}
