//! PNG: text chunks (`tEXt`, `zTXt`, `iTXt`), `eXIf`, and `caBX` with content credentials. Text may stand behind the pixels.

use super::texts::{Packed, Texts};
use super::{exif, long};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Walks the chunks: length, type, data, checksum (PNG specification, section 5.3).
pub(super) fn walk<'a>(bytes: &'a [u8], out: &mut Texts<'a>) {
    let mut at = SIGNATURE.len();
    while let (Some(length), Some(kind)) = (long(bytes, at), bytes.get(at + 4..at + 8)) {
        let start = at + 8;
        let end = start.saturating_add(length).min(bytes.len());
        let data = &bytes[start..end];
        match kind {
            b"tEXt" => text(data, out),
            b"zTXt" => packed(data, out),
            b"iTXt" => international(data, out),
            b"eXIf" => exif::read(data, out),
            b"caBX" => out.credentials(data),
            b"IEND" => return,
            _ => {}
        }
        at = end.saturating_add(4);
    }
}

/// The key in front of the first zero, and what stands behind it.
fn keyed(data: &[u8]) -> Option<(String, &[u8])> {
    // A key has 79 bytes at most.
    let end = memchr::memchr(0, &data[..data.len().min(80)])?;
    Some((data[..end].iter().map(|&b| char::from(b)).collect(), &data[end + 1..]))
}

/// Latin-1 by the specification, UTF-8 as most programs write it.
fn text<'a>(data: &'a [u8], out: &mut Texts<'a>) {
    if let Some((key, text)) = keyed(data) {
        out.add(key, Packed::No, text);
    }
}

/// A byte for the method (0, zlib), then the packed text.
fn packed<'a>(data: &'a [u8], out: &mut Texts<'a>) {
    if let Some((key, [0, text @ ..])) = keyed(data) {
        out.add(key, Packed::Zlib, text);
    }
}

/// Whether it is packed, the method, a language and a translated key, each ended by a zero, then UTF-8.
fn international<'a>(data: &'a [u8], out: &mut Texts<'a>) {
    let Some((key, [flag, _, rest @ ..])) = keyed(data) else { return };
    let Some(language) = memchr::memchr(0, rest) else { return };
    let rest = &rest[language + 1..];
    let Some(translated) = memchr::memchr(0, rest) else { return };
    out.add(key, if *flag == 1 { Packed::Zlib } else { Packed::No }, &rest[translated + 1..]);
}
