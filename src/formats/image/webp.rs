//! WebP: `EXIF`, `XMP ` and `C2PA` chunks of a RIFF file.

use super::exif;
use super::texts::{Packed, Texts};

/// Walks the chunks: type, length in little-endian order, data, padded to an even length.
pub(super) fn walk<'a>(bytes: &'a [u8], out: &mut Texts<'a>) {
    let mut at = 12;
    while let (Some(kind), Some(length)) = (bytes.get(at..at + 4), bytes.get(at + 4..at + 8)) {
        let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let end = (at + 8).saturating_add(length).min(bytes.len());
        let data = &bytes[at + 8..end];
        match kind {
            b"EXIF" => exif::read(data.strip_prefix(b"Exif\0\0").unwrap_or(data), out),
            b"XMP " => out.add("xmp".to_owned(), Packed::No, data),
            b"C2PA" => out.credentials(data),
            _ => {}
        }
        at = end.saturating_add(length % 2);
    }
}
