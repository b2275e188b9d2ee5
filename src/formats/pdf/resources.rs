//! What a page, or a form that is drawn on it, names: its fonts, and other forms. ISO 32000-1, 7.8.3.

use lopdf::{Dictionary, Document, Encoding, Object, Stream};
use std::collections::BTreeMap;

/// The fonts and forms that a stream of operators may name.
pub(super) struct Resources<'a> {
    document: &'a Document,
    /// The dictionaries, from the nearest.
    all: Vec<&'a Dictionary>,
    fonts: BTreeMap<Vec<u8>, Font<'a>>,
}

impl<'a> Resources<'a> {
    /// Those of a page; no stream of them may unpack to more than `limit` bytes.
    pub(super) fn of_page(document: &'a Document, page: (u32, u16), limit: usize) -> Resources<'a> {
        let (own, inherited) = document.get_page_resources(page).unwrap_or_default();
        let inherited = inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
        Resources::new(document, own.into_iter().chain(inherited).collect(), limit)
    }

    /// Those of a form; one without any uses what is drawn on (an old way, that programs still write).
    pub(super) fn of_form(&self, form: &'a Stream, limit: usize) -> Resources<'a> {
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        Resources::new(self.document, own.map_or_else(|| self.all.clone(), |own| vec![own]), limit)
    }

    fn new(document: &'a Document, all: Vec<&'a Dictionary>, limit: usize) -> Resources<'a> {
        let mut fonts = BTreeMap::new();
        for known in all.iter().filter_map(|all| all.get_deref(b"Font", document).and_then(Object::as_dict).ok()) {
            for (name, font) in known {
                let font = document.dereference(font).and_then(|(_, font)| font.as_dict());
                if let Ok(font) = font.map(|font| describe(document, font, limit)) {
                    fonts.entry(name.clone()).or_insert(font);
                }
            }
        }
        Resources { document, all, fonts }
    }

    pub(super) fn font(&self, name: &[u8]) -> Option<&Font<'a>> {
        self.fonts.get(name)
    }

    /// The form of this name; `None` for a picture.
    pub(super) fn form(&self, name: &[u8]) -> Option<&'a Stream> {
        let objects = self.all.iter().filter_map(|all| all.get_deref(b"XObject", self.document).and_then(Object::as_dict).ok());
        let named = objects.filter_map(|objects| objects.get_deref(name, self.document).and_then(Object::as_stream).ok());
        named.take(1).find(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form"))
    }
}

/// A font: what its codes mean and how wide they are.
pub(super) struct Font<'a> {
    pub encoding: Option<Encoding<'a>>,
    first: i64,
    /// In thousandths of the size.
    widths: Vec<f32>,
    two_bytes: bool,
}

fn describe<'a>(document: &'a Document, font: &'a Dictionary, limit: usize) -> Font<'a> {
    let widths = font.get_deref(b"Widths", document).and_then(Object::as_array).map(|widths| {
        let number = |object: &Object| document.dereference(object).ok().and_then(|(_, object)| object.as_float().ok()).unwrap_or(600.0);
        widths.iter().map(number).collect()
    });
    Font {
        encoding: font.get_font_encoding_with_limit(document, limit).ok(),
        first: font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0),
        widths: widths.unwrap_or_default(),
        two_bytes: font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0"),
    }
}

impl Font<'_> {
    /// The sum of the widths, in thousandths of the size.
    pub(super) fn width(&self, codes: &[u8]) -> f32 {
        if self.two_bytes {
            return codes.len() as f32 / 2.0 * 600.0;
        }
        let width = |code: &u8| usize::try_from(i64::from(*code) - self.first).ok().and_then(|at| self.widths.get(at)).copied();
        codes.iter().map(|code| width(code).unwrap_or(600.0)).sum()
    }
}
