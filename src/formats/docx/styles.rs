//! What the styles of a Word file are called (`word/styles.xml`).
//!
//! A paragraph names its style by an id. Word makes ids of the names it was given, without the letters that are not plain, and
//! another program may number them; a style of the production's own is based on another one. ECMA-376 part 1, 17.7.

use super::super::paragraphs::role_of;
use super::super::xml::{At, Xml};
use crate::source::Source;
use std::collections::HashMap;

/// How many styles may be based on each other before the chain counts as a circle.
const DEPTH: usize = 16;

/// The styles of paragraphs by their ids.
#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The id of the style that paragraphs without one have.
    default: Option<String>,
}

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// The left indent in twentieths of a point, where the style gives one.
    indent: Option<i32>,
}

impl Styles {
    /// Reads the part; a broken one gives the styles that can be told apart.
    pub(super) fn read(content: &[u8]) -> Styles {
        let Ok(source) = Source::decode("styles.xml", content) else { return Styles::default() };
        let xml = Xml::read(source.text());
        let mut out = Styles::default();
        for node in xml.root().children().flat_map(|root| root.children()).filter(|node| node.name() == "style") {
            out.add(node);
        }
        out
    }

    fn add(&mut self, node: At<'_, '_>) {
        let value = |node: At<'_, '_>, key: &str| node.attribute(key).map(|text| text.as_str().to_owned());
        let Some(id) = value(node, "styleId").filter(|_| value(node, "type").is_none_or(|kind| kind == "paragraph")) else { return };
        let mut style = Style::default();
        for child in node.children() {
            match child.name() {
                "name" => style.name = value(child, "val").unwrap_or_default(),
                "basedOn" => style.based_on = value(child, "val"),
                "pPr" => {
                    let indents = child.children().filter(|child| child.name() == "ind");
                    style.indent = indents.filter_map(indent).last();
                }
                _ => {}
            }
        }
        if value(node, "default").is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on")) {
            self.default = Some(id.clone());
        }
        self.by_id.insert(id, style);
    }

    /// The style with this id and those it is based on, from the nearest.
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let style = |id: &'s str| Some((id, self.by_id.get(id)?));
        std::iter::successors(style(id), move |(_, style_now)| style(style_now.based_on.as_deref()?)).take(DEPTH)
    }

    /// What a style is called, or what the nearest style below it that screenwriting programs know is called; the id where no
    /// name says more.
    pub(super) fn name<'s>(&'s self, id: &'s str) -> &'s str {
        let known = |name: &str| role_of(name).is_some() || is_title(name) || is_heading(name);
        if known(id) {
            return id;
        }
        let mut names = self.chain(id).flat_map(|(id, style)| [style.name.as_str(), id]);
        names.find(|name| known(name)).unwrap_or(id)
    }

    /// The left indent that a style gives, in twentieths of a point; that of the default style for a paragraph without one.
    pub(super) fn indent(&self, id: Option<&str>) -> i32 {
        let Some(id) = id.or(self.default.as_deref()) else { return 0 };
        self.chain(id).find_map(|(_, style)| style.indent).unwrap_or(0)
    }
}

/// Whether paragraphs of this style stand on the title page.
pub(super) fn is_title(name: &str) -> bool {
    matches!(name, "Title" | "Subtitle" | "TitlePage" | "Title Page" | "Author" | "Contact")
}

/// Whether paragraphs of this style are headings; Word calls them `heading 1` in every language.
pub(super) fn is_heading(name: &str) -> bool {
    let rest = name.get(..7).filter(|word| word.eq_ignore_ascii_case("heading")).map(|_| name[7..].trim());
    rest.is_some_and(|level| level.len() == 1 && level.bytes().all(|b| b.is_ascii_digit()))
}

/// The left indent of `w:ind`.
pub(super) fn indent(node: At<'_, '_>) -> Option<i32> {
    node.attribute("left").or_else(|| node.attribute("start"))?.as_str().parse().ok()
}
