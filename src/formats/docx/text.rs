//! The paragraphs of a part: their text, style, indent and place in a table.

use super::super::xml::{At, What};
use super::styles::{Styles, indent};
use crate::text::MappedText;

/// One paragraph.
pub(super) struct Paragraph {
    pub text: MappedText,
    /// The name of its style, where the file gives one that a script has; else the id.
    pub style: String,
    /// The left indent in twentieths of a point.
    pub indent: i32,
    /// The row it stands in, counted through the part from 1, and the column, from 0; `None` outside of tables.
    pub cell: Option<(u32, u32)>,
}

/// What tracked changes took out.
#[derive(Default)]
pub(super) struct Tracked {
    places: u32,
    letters: usize,
}

impl Tracked {
    fn add(&mut self, node: At<'_, '_>) {
        let letters = node.text().as_str().chars().filter(|c| !c.is_whitespace()).count();
        if letters > 0 {
            self.places += 1;
            self.letters += letters;
        }
    }

    /// What to say about it; `None` where nothing was taken out.
    pub(super) fn remark(&self) -> Option<String> {
        let deletions = if self.places == 1 { "deletion is" } else { "deletions are" };
        (self.places > 0).then(|| {
            format!(
                "{} tracked {deletions} still in the file ({} letters) and not read; accept or reject the changes in Word",
                self.places, self.letters
            )
        })
    }
}

/// The paragraphs below a node, in order; those of a text box stand behind the paragraph that it hangs on.
pub(super) fn paragraphs(node: At<'_, '_>, styles: &Styles, tracked: &mut Tracked) -> Vec<Paragraph> {
    let mut walk = Walk { out: Vec::new(), styles, tracked, rows: 0, column: 0, cell: None };
    walk.part(node);
    walk.out
}

struct Walk<'t> {
    out: Vec<Paragraph>,
    styles: &'t Styles,
    tracked: &'t mut Tracked,
    rows: u32,
    /// The column at which the next cell of the row begins.
    column: u32,
    cell: Option<(u32, u32)>,
}

impl Walk<'_> {
    fn part(&mut self, node: At<'_, '_>) {
        match node.name() {
            "p" => self.paragraph(node),
            "tr" if self.cell.is_none() => {
                self.rows += 1;
                self.column = columns(node, "trPr", "gridBefore").unwrap_or(0);
                node.children().for_each(|child| self.part(child));
            }
            // A table in a cell is text of the cell.
            "tc" if self.cell.is_none() => {
                self.cell = Some((self.rows, self.column));
                node.children().for_each(|child| self.part(child));
                self.cell = None;
                self.column += columns(node, "tcPr", "gridSpan").unwrap_or(1);
            }
            // The same content again, for programs that do not know the first form.
            "Fallback" => {}
            "del" | "moveFrom" => self.tracked.add(node),
            _ => node.children().for_each(|child| self.part(child)),
        }
    }

    fn paragraph(&mut self, node: At<'_, '_>) {
        let indent = self.styles.indent(None);
        let mut paragraph = Paragraph { text: MappedText::default(), style: String::new(), indent, cell: self.cell };
        let mut boxes = Vec::new();
        self.runs(node, &mut paragraph, &mut boxes);
        self.out.push(paragraph);
        for inner in boxes {
            inner.children().for_each(|child| self.part(child));
        }
    }

    fn runs<'x, 'a>(&mut self, node: At<'x, 'a>, out: &mut Paragraph, boxes: &mut Vec<At<'x, 'a>>) {
        for child in node.children() {
            match child.name() {
                "pPr" => self.properties(child, out),
                "t" => child.text_into(&mut out.text),
                "br" | "cr" => mark(child, "\n", out),
                "tab" => mark(child, "\t", out),
                "noBreakHyphen" => mark(child, "-", out),
                "del" | "moveFrom" => self.tracked.add(child),
                "txbxContent" => boxes.push(child),
                // Formatting, the code of fields, and what is there twice.
                "rPr" | "instrText" | "delText" | "Fallback" | "softHyphen" => {}
                "" => {
                    // Text stands in `t` alone; anywhere else it is a conflict mark or the like.
                    if matches!(child.what(), What::Text(_)) && !child.text().is_empty() {
                        child.text_into(&mut out.text);
                    }
                }
                _ => self.runs(child, out, boxes),
            }
        }
    }

    fn properties(&self, node: At<'_, '_>, out: &mut Paragraph) {
        for child in node.children() {
            match child.name() {
                "pStyle" => {
                    if let Some(id) = child.attribute("val") {
                        out.style = self.styles.name(id.as_str()).to_owned();
                        out.indent = self.styles.indent(Some(id.as_str()));
                    }
                }
                "ind" => out.indent = indent(child).unwrap_or(out.indent),
                _ => {}
            }
        }
    }
}

/// Over how many columns a property of a row or cell says that it reaches; Word draws 63 at most.
fn columns(node: At<'_, '_>, properties: &str, name: &str) -> Option<u32> {
    let mut inside = node.children().filter(|child| child.name() == properties).flat_map(|child| child.children());
    let value = inside.find(|child| child.name() == name)?.attribute("val")?;
    value.as_str().parse().ok().filter(|count| *count <= 63)
}

/// Adds what an empty element stands for.
fn mark(_: At<'_, '_>, reading: &str, out: &mut Paragraph) {
    let at = out.text.span().end;
    out.text.push_instead(reading, at..at);
}
