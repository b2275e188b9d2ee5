//! The texts in EXIF data: a TIFF structure of directories with tagged values (EXIF 3.0, section 4.6).

use super::texts::Texts;

/// Tags that hold texts about how a picture was made, by the names that they go by.
const TEXTS: &[(u16, &str)] = &[
    (0x010e, "ImageDescription"),
    (0x010f, "Make"),
    (0x0110, "Model"),
    (0x0131, "Software"),
    (0x9286, "UserComment"),
    (0x9c9c, "XPComment"),
];

/// The tag that points at the directory with `UserComment`.
const EXIF_DIRECTORY: u16 = 0x8769;

/// Directories have a few dozen entries.
const MOST_ENTRIES: usize = 512;

/// Reads the texts of the first directory and of the one that it points at.
pub(super) fn read(tiff: &[u8], out: &mut Texts<'_>) {
    let little = match tiff.get(..4) {
        Some(b"II*\0") => true,
        Some(b"MM\0*") => false,
        _ => return,
    };
    let tiff = Tiff { bytes: tiff, little };
    if let Some(first) = tiff.long(4) {
        let next = tiff.directory(first, out);
        if let Some(next) = next.filter(|next| *next != first) {
            tiff.directory(next, out);
        }
    }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) } as usize)
    }

    /// Reads the directory at `at`; returns where the one with the EXIF tags stands.
    fn directory(&self, at: usize, out: &mut Texts<'_>) -> Option<usize> {
        let mut next = None;
        for index in 0..usize::from(self.short(at)?).min(MOST_ENTRIES) {
            let entry = at.checked_add(2 + index * 12)?;
            let (tag, kind, count) = (self.short(entry)?, self.short(entry + 2)?, self.long(entry + 4)?);
            if tag == EXIF_DIRECTORY {
                next = self.long(entry + 8);
            }
            let Some(&(_, name)) = TEXTS.iter().find(|(known, _)| *known == tag) else { continue };
            // Bytes, ASCII, undefined and UTF-8: one byte each; others are no texts.
            if !matches!(kind, 1 | 2 | 7 | 129) {
                continue;
            }
            let start = if count <= 4 { entry + 8 } else { self.long(entry + 8)? };
            let Some(end) = start.checked_add(count).map(|end| end.min(self.bytes.len())) else { continue };
            let Some(value) = self.bytes.get(start..end) else { continue };
            if let Some(text) = self.text(tag, value) {
                out.add_own(name.to_owned(), text.into_bytes());
            }
        }
        next
    }

    /// Decodes a value: `UserComment` says its encoding in its first eight bytes, `XPComment` is UTF-16.
    fn text(&self, tag: u16, value: &[u8]) -> Option<String> {
        let text = match (tag, value.get(..8)) {
            (0x9286, Some(b"UNICODE\0")) => utf16(&value[8..], self.little),
            (0x9286, Some(b"ASCII\0\0\0" | b"\0\0\0\0\0\0\0\0" | b"JIS\0\0\0\0\0")) => utf8(&value[8..]),
            (0x9c9c, _) => utf16(value, true),
            _ => utf8(value),
        };
        let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
        (!text.is_empty()).then(|| text.to_owned())
    }
}

fn utf8(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

/// UTF-16 in whichever order the zero bytes of its Latin letters show; programs do not keep to the order of the file.
fn utf16(bytes: &[u8], little: bool) -> String {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).take(2000).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let little = match bytes.get(..2) {
        Some(b"\xff\xfe") => true,
        Some(b"\xfe\xff") => false,
        _ if even == odd => little,
        _ => odd > even,
    };
    let encoding = if little { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}
