//! The text of a PDF with its layout: where each string of a page is shown, put back into lines.
//!
//! The operators are those of ISO 32000-1, 9.4. Widths are estimated where a font does not give them; for scripts, which are
//! set in Courier, the estimate is exact.

use super::resources::Resources;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};
use std::collections::HashMap;
use std::rc::Rc;

pub(super) const BROKEN: &str = "it is no whole PDF; export the script as FDX or Fountain";
const SCANNED: &str = "it holds pictures of pages and no text; export the script as FDX or Fountain, or run text recognition over it";
const LOCKED: &str = "it is protected by a password; save it without one, or export the script as FDX or Fountain";
const UNREADABLE: &str = "its fonts do not say which letters they show; export the script as FDX or Fountain";

/// The width of a letter of Courier at 12 points, which is a column of the text.
const COLUMN: f32 = 7.2;

pub(super) struct Extracted {
    pub text: String,
    /// What readers wrote on the pages, a paragraph each.
    pub notes: String,
}

/// A string that is shown.
struct Run {
    x: f32,
    y: f32,
    end: f32,
    size: f32,
    text: String,
}

/// Takes the text out, at most `limit` bytes of it and of what any one stream unpacks to.
pub(super) fn text(bytes: &[u8], limit: u64) -> Result<Extracted, String> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let options = LoadOptions { max_decompressed_size: Some(limit), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => LOCKED.to_owned(),
        _ => BROKEN.to_owned(),
    })?;
    if document.is_encrypted() {
        return Err(LOCKED.to_owned());
    }
    let mut out = Extracted { text: String::new(), notes: String::new() };
    let mut reader = Reader {
        state: State::default(),
        stack: Vec::new(),
        runs: Vec::new(),
        shown: 0,
        unread: 0,
        limit,
        left: limit,
        forms: HashMap::new(),
    };
    let mut pages = Vec::new();
    for (_, page) in document.get_pages() {
        let content = document.get_page_content_with_limit(page, reader.left).map_err(|_| over(limit))?;
        reader.left = reader.left.saturating_sub(content.len());
        let resources = Resources::of_page(&document, page, limit);
        (reader.state, reader.stack) = (State::default(), Vec::new());
        if let Ok(content) = Content::decode(&content) {
            reader.read(&content.operations, &resources, 0)?;
        }
        pages.push(lines(std::mem::take(&mut reader.runs)));
        for annotation in document.get_page_annotations(page).unwrap_or_default() {
            for written in [annotation.get(b"Contents").ok(), filled_in(&document, annotation)].into_iter().flatten() {
                let Ok(note) = lopdf::decode_text_string(written) else { continue };
                let note: Vec<&str> = note.split(['\r', '\n']).filter(|line| !line.trim().is_empty()).collect();
                if !note.is_empty() {
                    out.notes += &note.join("\n");
                    out.notes += "\n\n";
                }
            }
        }
    }
    let pitch = pitch(&pages);
    for page in pages {
        write(page, pitch, &mut out.text);
        out.text.push_str("\n\x0c\n");
    }
    if reader.unread * 4 > reader.shown && reader.unread > 0 {
        return Err(UNREADABLE.to_owned());
    }
    if !out.text.contains(char::is_alphanumeric) && out.notes.is_empty() {
        return Err(SCANNED.to_owned());
    }
    Ok(out)
}

/// What was typed into a field of the page; a field of several parts keeps it with the whole.
fn filled_in<'a>(document: &'a Document, annotation: &'a Dictionary) -> Option<&'a Object> {
    let is_field = annotation.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Widget");
    let whole = || annotation.get_deref(b"Parent", document).and_then(Object::as_dict).and_then(|whole| whole.get_deref(b"V", document));
    let value = annotation.get_deref(b"V", document).or_else(|_| whole()).ok()?;
    value.as_str().ok().filter(|_| is_field).map(|_| value)
}

fn over(limit: usize) -> String {
    format!("its pages unpack to more than {} MB; split the file, or raise `limits.size-mb` in clearslate.toml", limit / (1024 * 1024))
}

/// A matrix `a b c d e f`, as in the specification.
type Matrix = [f32; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    ]
}

#[derive(Clone)]
struct State {
    page: Matrix,
    line: Matrix,
    text: Matrix,
    font: Vec<u8>,
    size: f32,
    leading: f32,
    letter: f32,
    word: f32,
    scale: f32,
}

impl Default for State {
    fn default() -> State {
        State { page: UNIT, line: UNIT, text: UNIT, font: Vec::new(), size: 12.0, leading: 0.0, letter: 0.0, word: 0.0, scale: 1.0 }
    }
}

/// How deep forms may stand in forms; a form that draws itself ends here.
const DEPTH: usize = 8;

struct Reader<'d> {
    state: State,
    stack: Vec<State>,
    runs: Vec<Run>,
    /// Codes shown, and those among them that no font could tell.
    shown: usize,
    unread: usize,
    /// How many bytes the streams of the file may unpack to, and how many of them are left.
    limit: usize,
    left: usize,
    /// What each form names, by its place in memory: a letterhead is drawn on every page.
    forms: HashMap<*const Stream, Rc<Resources<'d>>>,
}

impl<'d> Reader<'d> {
    fn read(&mut self, operations: &[Operation], resources: &Resources<'d>, depth: usize) -> Result<(), String> {
        for operation in operations {
            let number = |at: usize| operation.operands.get(at).and_then(|object| object.as_float().ok()).unwrap_or(0.0);
            let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
            let state = &mut self.state;
            match operation.operator.as_str() {
                "q" if self.stack.len() < 256 => self.stack.push(self.state.clone()),
                "Q" => self.state = self.stack.pop().unwrap_or_default(),
                "cm" => state.page = times(matrix(), state.page),
                "BT" => (state.line, state.text) = (UNIT, UNIT),
                "Tf" => {
                    state.font = operation.operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default().to_vec();
                    state.size = number(1);
                }
                "TL" => state.leading = number(0),
                "Tc" => state.letter = number(0),
                "Tw" => state.word = number(0),
                "Tz" => state.scale = number(0) / 100.0,
                "Tm" => (state.line, state.text) = (matrix(), matrix()),
                "Td" => self.next_line(number(0), number(1)),
                "TD" => {
                    state.leading = -number(1);
                    self.next_line(number(0), number(1));
                }
                "T*" => self.next_line(0.0, -self.state.leading),
                "Tj" => self.show_all(operation.operands.first(), resources),
                "TJ" => {
                    let parts = operation.operands.first().and_then(|parts| parts.as_array().ok());
                    parts.into_iter().flatten().for_each(|part| self.show_all(Some(part), resources));
                }
                "'" => {
                    self.next_line(0.0, -self.state.leading);
                    self.show_all(operation.operands.first(), resources);
                }
                "\"" => {
                    (state.word, state.letter) = (number(0), number(1));
                    self.next_line(0.0, -self.state.leading);
                    self.show_all(operation.operands.get(2), resources);
                }
                "Do" if depth < DEPTH => {
                    if let Some(form) =
                        operation.operands.first().and_then(|name| name.as_name().ok()).and_then(|name| resources.form(name))
                    {
                        self.form(form, resources, depth)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads a form where it is drawn.
    fn form(&mut self, form: &'d Stream, resources: &Resources<'d>, depth: usize) -> Result<(), String> {
        let content = form.get_plain_content_with_limit(self.left).map_err(|_| over(self.limit))?;
        // A form of a few bytes that is drawn a million times counts too.
        self.left = self.left.checked_sub(content.len() + 64).ok_or_else(|| over(self.limit))?;
        let Ok(content) = Content::decode(&content) else { return Ok(()) };
        let outer = (self.state.clone(), std::mem::take(&mut self.stack));
        if let Ok([a, b, c, d, e, f]) = form.dict.get(b"Matrix").and_then(Object::as_array).map(Vec::as_slice) {
            let matrix = [a, b, c, d, e, f].map(|number| number.as_float().unwrap_or(0.0));
            self.state.page = times(matrix, self.state.page);
        }
        let named = self.forms.entry(std::ptr::from_ref(form)).or_insert_with(|| Rc::new(resources.of_form(form, self.limit)));
        let named = Rc::clone(named);
        self.read(&content.operations, &named, depth + 1)?;
        (self.state, self.stack) = outer;
        Ok(())
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.state.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.state.line);
        self.state.text = self.state.line;
    }

    /// Shows a string, or moves by the number that stands between two.
    fn show_all(&mut self, part: Option<&Object>, resources: &Resources<'d>) {
        let Some(part) = part else { return };
        if let Ok(number) = part.as_float() {
            self.advance(-number / 1000.0 * self.state.size * self.state.scale);
        } else if let Ok(codes) = part.as_str() {
            self.show(codes, resources);
        }
    }

    fn advance(&mut self, by: f32) {
        self.state.text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], self.state.text);
    }

    fn show(&mut self, codes: &[u8], resources: &Resources<'d>) {
        self.shown += codes.len();
        let font = resources.font(&self.state.font);
        let text = match font.map(|font| font.encoding.as_ref().map(|encoding| Document::decode_text(encoding, codes))) {
            Some(Some(Ok(text))) => text,
            // A font that the page does not describe shows plain letters, if anything.
            None if codes.iter().all(|code| code.is_ascii_graphic() || *code == b' ') => String::from_utf8_lossy(codes).into_owned(),
            _ => {
                self.unread += codes.len();
                String::new()
            }
        };
        if text.contains('\u{fffd}') {
            self.unread += text.matches('\u{fffd}').count();
        }
        let before = times(self.state.text, self.state.page);
        let units = font.map_or(codes.len() as f32 * 600.0, |font| font.width(codes));
        let spaces = codes.iter().filter(|code| **code == b' ').count() as f32;
        let width = units / 1000.0 * self.state.size + codes.len() as f32 * self.state.letter + spaces * self.state.word;
        self.advance(width * self.state.scale);
        let after = times(self.state.text, self.state.page);
        let size = (self.state.size * (before[2].hypot(before[3]))).abs();
        let text: String = text.chars().map(|c| if c.is_control() || c == '\u{a0}' { ' ' } else { c }).collect();
        if !text.trim().is_empty() && before.iter().chain(&after).all(|number| number.is_finite()) {
            self.runs.push(Run { x: before[4], y: before[5], end: after[4], size, text });
        }
    }
}

/// Puts the runs of a page into lines, from above and from the left.
fn lines(mut runs: Vec<Run>) -> Vec<Vec<Run>> {
    runs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut lines: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        match lines.last_mut() {
            Some(line) if (line[0].y - run.y).abs() < 0.4 * run.size.max(4.0) => line.push(run),
            _ => lines.push(vec![run]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    lines
}

/// The distance of two lines of one paragraph: the least that is common.
fn pitch(pages: &[Vec<Vec<Run>>]) -> f32 {
    let mut gaps: Vec<f32> = pages.iter().flat_map(|lines| lines.windows(2)).map(|pair| pair[0][0].y - pair[1][0].y).collect();
    gaps.sort_by(f32::total_cmp);
    let mut sizes: Vec<f32> = pages.iter().flatten().map(|line| line[0].size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(12.0).max(1.0);
    let least = gaps.get(gaps.len() / 5).copied().unwrap_or(size);
    // Where every line is a paragraph, the letters tell how close lines could stand.
    if least > size * 1.7 || least < size * 0.5 { size * 1.15 } else { least }
}

/// Writes the lines of a page, with blank lines where the page has space.
fn write(lines: Vec<Vec<Run>>, pitch: f32, out: &mut String) {
    let mut last: Option<f32> = None;
    for line in lines {
        let y = line[0].y;
        if last.is_some_and(|last| last - y > pitch * 1.5) {
            out.push('\n');
        }
        last = Some(y);
        let (mut column, mut end) = (0, 0.0_f32);
        for run in &line {
            let gap = run.x - end;
            let at = (run.x / COLUMN).round().clamp(0.0, 200.0) as usize;
            let spaces = match column {
                0 => at,
                _ if gap > run.size * 1.8 => at.saturating_sub(column).max(3),
                _ if gap > run.size * 0.15 && !out.ends_with(' ') && !run.text.starts_with(' ') => 1,
                _ => 0,
            };
            out.extend(std::iter::repeat_n(' ', spaces));
            out.push_str(&run.text);
            column += spaces + run.text.chars().count();
            end = run.end;
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
}
