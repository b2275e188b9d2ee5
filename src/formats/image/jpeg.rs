//! JPEG: EXIF and XMP in `APP1`, content credentials in `APP11`, the comment (`COM`).

use super::exif;
use super::texts::{Packed, Texts};

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// The rest of a packet that is too long for one segment: 32 bytes of id, the whole length and the offset, four bytes each.
const MORE_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

/// Walks the segments up to the pixels (JPEG, ITU-T T.81, annex B).
pub(super) fn walk<'a>(bytes: &'a [u8], out: &mut Texts<'a>) {
    let mut at = 2;
    let mut more = Vec::new();
    let mut credentials = Vec::new();
    while let Some(&[0xff, marker]) = bytes.get(at..at + 2) {
        // Fill bytes, and markers without a length.
        if marker == 0xff {
            at += 1;
            continue;
        }
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            at += 2;
            continue;
        }
        let Some(&[high, low]) = bytes.get(at + 2..at + 4) else { break };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if matches!(marker, 0xd9 | 0xda) || length < 2 {
            break;
        }
        let end = (at + 2 + length).min(bytes.len());
        let data = &bytes[at + 4..end.max(at + 4)];
        match marker {
            0xe1 if data.starts_with(b"Exif\0\0") => exif::read(&data[6..], out),
            0xe1 if data.starts_with(XMP) => out.add("xmp".to_owned(), Packed::No, &data[XMP.len()..]),
            0xe1 if data.starts_with(MORE_XMP) && data.len() > MORE_XMP.len() + 40 => more.extend_from_slice(&data[MORE_XMP.len() + 40..]),
            0xeb => credentials.extend_from_slice(jumbf(data)),
            0xfe => out.add("Comment".to_owned(), Packed::No, data),
            _ => {}
        }
        at = end;
    }
    if !more.is_empty() {
        out.add_own("xmp".to_owned(), more);
    }
    if !credentials.is_empty() {
        out.credentials(&credentials);
    }
}

/// The part of a JUMBF box in a segment: `JP`, instance, number of the packet; later packets repeat the head of the box.
fn jumbf(data: &[u8]) -> &[u8] {
    if !data.starts_with(b"JP") {
        return &[];
    }
    let later = super::long(data, 4).is_some_and(|packet| packet > 1);
    data.get(if later { 16 } else { 8 }..).unwrap_or(&[])
}
