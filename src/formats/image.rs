//! Pictures (`.png`, `.jpg`, `.webp`): the texts that programs write beside the pixels. Pixels are never decoded.
//!
//! 1. The file is walked chunk by chunk (`png`, `jpeg`, `webp`); `exif` finds the texts in EXIF data, `c2pa` the source types in
//!    content credentials.
//! 2. Each text that is about how the picture was made becomes a member in the format that it is in: a workflow, an infotext, JSON,
//!    XMP; what the credentials say becomes lines of `provenance`.
//! 3. A picture without such a text is left alone.

mod c2pa;
mod exif;
mod jpeg;
mod png;
pub(super) mod provenance;
mod texts;
mod webp;

use super::{Container, Member};
use texts::Texts;

/// More texts than this are not written by any program.
const MOST: usize = 64;

pub struct Image;

impl Container for Image {
    fn id(&self) -> &'static str {
        "image"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["png", "jpg", "jpeg", "webp"]
    }

    /// Whether a text about the making of the picture is found. Packed texts count without being unpacked.
    fn accepts(&self, bytes: &[u8]) -> bool {
        !walk(bytes).members(None).is_ok_and(|members| members.is_empty())
    }

    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String> {
        walk(bytes).members(Some(limit))
    }

    /// Most pictures of a production hold nothing to be read.
    fn must_be_read(&self) -> bool {
        false
    }
}

/// Walks the file by what it is, whatever its ending says; a file that is cut short gives what stands before the cut.
fn walk(bytes: &[u8]) -> Texts<'_> {
    let mut out = Texts::default();
    if bytes.starts_with(png::SIGNATURE) {
        png::walk(bytes, &mut out);
    } else if bytes.starts_with(b"\xff\xd8") {
        jpeg::walk(bytes, &mut out);
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp::walk(bytes, &mut out);
    }
    out
}

/// Big-endian number of four bytes at `at`.
fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]) as usize)
}

#[cfg(test)]
mod tests;
