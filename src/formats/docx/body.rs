//! The text of a Word file as a script, as prompts or as notes.

use super::super::columns::Columns;
use super::super::header::field;
use super::super::paragraphs::{Script, replay, role_of};
use super::super::{Format, page, plain::Plain};
use super::styles::{is_heading, is_title};
use super::text::Paragraph;
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;

/// Whether the paragraphs have the styles of a screenwriting program: two different ones of a speech or a heading.
pub(super) fn has_script_styles(paragraphs: &[Paragraph]) -> bool {
    let uses = |role| paragraphs.iter().any(|paragraph| style_role(paragraph) == Some(role) && !paragraph.text.is_empty());
    [Role::SceneHeading, Role::Cue, Role::Dialogue].into_iter().filter(|&role| uses(role)).count() >= 2
}

fn style_role(paragraph: &Paragraph) -> Option<Role> {
    role_of(&paragraph.style)
}

pub(super) fn read(source: &Source, paragraphs: Vec<Paragraph>, out: &mut Builder) {
    if out.kind() == Kind::Screenplay && has_script_styles(&paragraphs) {
        return styled(paragraphs, out);
    }
    // Tables and headings stand for themselves; the text between them is read as one.
    let mut between = Vec::new();
    let mut table = Vec::new();
    for paragraph in paragraphs {
        let heading = out.kind() != Kind::Screenplay && is_heading(&paragraph.style);
        if paragraph.cell.is_some() {
            plain(source, std::mem::take(&mut between), out);
            table.push(paragraph);
            continue;
        }
        rows(source, std::mem::take(&mut table), out);
        if heading {
            plain(source, std::mem::take(&mut between), out);
            out.item(None);
            out.push(Role::Heading, paragraph.text.trimmed());
        } else {
            between.push(paragraph);
        }
    }
    plain(source, between, out);
    rows(source, table, out);
}

/// A script whose paragraphs say what they are.
fn styled(paragraphs: Vec<Paragraph>, out: &mut Builder) {
    let mut script = Script::new(out);
    for paragraph in paragraphs {
        match (style_role(&paragraph), paragraph.style.as_str()) {
            (_, name) if is_title(name) => script.single(Role::TitlePage, None, paragraph.text),
            (role, _) => part(role, paragraph.text.trimmed(), &mut script),
        }
    }
    script.end();
}

/// A paragraph; one of a style that says nothing may be written like a heading.
fn part(role: Option<Role>, text: MappedText, script: &mut Script<'_>) {
    match page::heading(text.as_str()).filter(|_| role.is_none_or(|role| role == Role::SceneHeading)) {
        Some((number, words)) => script.heading(text.slice(words.start as u32..words.end as u32), number.unwrap_or_default()),
        None => script.paragraph(role.unwrap_or(Role::Action), text),
    }
}

/// Text without a table: a script by the shape of its lines, prompts and notes as in a text file.
fn plain(source: &Source, paragraphs: Vec<Paragraph>, out: &mut Builder) {
    let text = if out.kind() == Kind::Screenplay { script_lines(&paragraphs) } else { lines(&paragraphs, Some(out.kind())) };
    if text.is_empty() {
        return;
    }
    let mut inner = Builder::new(out.kind(), "docx");
    let typed = Source::from_text(&source.path, text.as_str());
    match out.kind() {
        Kind::Screenplay => page::read(&typed, &mut inner),
        Kind::Prompt | Kind::Note => Plain.read(&typed, &mut inner),
    }
    replay(inner.finish(), &text, out, |_| None);
}

/// Each paragraph as a paragraph of a text file. A label goes on with a label above it (`Shot: …`, `Note: …`), in prompts with
/// whatever stands there (`Negative prompt: …`).
pub(super) fn lines(paragraphs: &[Paragraph], kind: Option<Kind>) -> MappedText {
    let label = |paragraph: &Paragraph| field(paragraph.text.as_str().trim()).is_some();
    let mut out = MappedText::default();
    let mut above: Option<&Paragraph> = None;
    for paragraph in paragraphs {
        let open = above.is_some_and(|above| !above.text.is_empty() && (kind == Some(Kind::Prompt) || label(above)));
        add(&mut out, paragraph, if open && label(paragraph) { "\n" } else { "\n\n" });
        above = Some(paragraph);
    }
    out
}

/// What the next line may belong to.
enum Open {
    Nothing,
    /// A cue or a parenthetical: whatever comes is of the speech.
    Cue,
    /// Dialogue at this indent.
    Speech(i32),
}

/// The lines of a script: where no empty paragraphs stand between its parts, the blank lines that Fountain wants are put there,
/// but none inside a speech.
fn script_lines(paragraphs: &[Paragraph]) -> MappedText {
    let empty = paragraphs.iter().filter(|paragraph| paragraph.text.is_empty()).count();
    let spaced = empty * 6 > paragraphs.len();
    let mut out = MappedText::default();
    let mut open = Open::Nothing;
    let mut blank = true;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let written = paragraph.text.as_str().trim();
        if written.is_empty() {
            (blank, open) = (true, Open::Nothing);
            continue;
        }
        let heading = page::heading(written).is_some();
        let speaks = paragraphs.get(index + 1).is_some_and(|next| !next.text.is_empty());
        let begins = !heading && speaks && is_cue(written);
        let inside = match open {
            Open::Nothing => false,
            Open::Cue => !heading,
            Open::Speech(indent) => {
                let near = indent > 0 && (paragraph.indent - indent).abs() * 2 <= indent;
                !heading && !begins && (near || written.starts_with('('))
            }
        };
        let joined = if spaced { !blank } else { inside };
        add(&mut out, paragraph, if joined { "\n" } else { "\n\n" });
        open = match inside {
            true if written.starts_with('(') => Open::Cue,
            true => Open::Speech(paragraph.indent),
            false if begins => Open::Cue,
            false => Open::Nothing,
        };
        blank = false;
    }
    out
}

/// Whether a line is written like a cue.
fn is_cue(text: &str) -> bool {
    let name = text.split('(').next().unwrap_or(text).trim();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters > 0 && name.chars().count() < 40 && !name.chars().any(char::is_lowercase) && !name.ends_with([':', '.', '!', '?'])
}

fn add(out: &mut MappedText, paragraph: &Paragraph, between: &str) {
    if paragraph.text.is_empty() {
        return;
    }
    if !out.is_empty() {
        let (from, to) = (out.span().end, paragraph.text.span().start);
        out.push_instead(between, from..to.max(from));
    }
    out.append(&paragraph.text.clone().trimmed());
}

/// A table: its first row names the columns, as in a spreadsheet.
fn rows(source: &Source, cells: Vec<Paragraph>, out: &mut Builder) {
    let mut rows: Vec<Vec<MappedText>> = Vec::new();
    let mut last = 0;
    for paragraph in cells {
        let Some((number, column)) = paragraph.cell else { continue };
        if number != last {
            rows.push(Vec::new());
            last = number;
        }
        if let Some(row) = rows.last_mut() {
            let column = column as usize;
            row.resize_with(row.len().max(column + 1), MappedText::default);
            super::super::paragraphs::append_line(&mut row[column], &paragraph.text);
        }
    }
    // A script in two columns is story, however little its layout says.
    let ordinary = if out.kind() == Kind::Screenplay { Role::Unknown } else { Role::Cell };
    let mut columns = Columns::new(Vec::new(), out.kind(), ordinary);
    for (index, row) in rows.into_iter().enumerate() {
        let titles: Vec<&str> = row.iter().map(MappedText::as_str).collect();
        if index == 0 && super::super::columns::is_header(&titles) {
            columns = Columns::new(titles.iter().map(|title| title.trim().to_owned()).collect(), out.kind(), ordinary);
            Columns::push_titles(Role::Metadata, row, out);
        } else {
            columns.push_row(source.text(), row, out);
        }
    }
}
