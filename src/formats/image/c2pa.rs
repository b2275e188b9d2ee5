//! What content credentials (C2PA) say of how a picture came about, found by the names of the fields in their bytes.
//!
//! Claims and assertions are CBOR (RFC 8949) or JSON in JUMBF boxes, and neither is packed, so that the values stand in the open.
//! Nothing is verified: who signed, and whether the signature holds, is for other tools.

/// The names under which a value is kept.
const FIELDS: &[&str] = &["digitalSourceType", "claim_generator", "claim_generator_info", "softwareAgent"];

/// A credential says a thing a few times; more lines than this help nobody.
const MOST: usize = 64;

/// Returns the lines `field: value` that the credentials hold, each once, in their order.
pub(super) fn lines(bytes: &[u8]) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for field in FIELDS {
        for at in memchr::memmem::find_iter(bytes, field.as_bytes()).take(MOST) {
            let rest = &bytes[at + field.len()..];
            // `claim_generator` stands in `claim_generator_info` too.
            if rest.first().is_some_and(|b| b.is_ascii_alphanumeric() && !(0x60..0x80).contains(b) || *b == b'_') {
                continue;
            }
            if let Some(value) = value(rest, 0) {
                let field = field.trim_end_matches("_info");
                found.push((at, format!("{field}: {value}")));
            }
        }
    }
    for at in memchr::memmem::find_iter(bytes, b"c2pa.").take(4 * MOST) {
        // The next CBOR text begins with a byte that may look like a letter.
        let names = ["created", "opened", "placed", "edited", "dubbed", "translated"];
        if let Some(name) = names.iter().find(|name| bytes[at + 5..].starts_with(name.as_bytes())) {
            found.push((at, format!("action: c2pa.{name}")));
        }
    }
    found.sort();
    let mut out: Vec<String> = Vec::new();
    for (_, line) in found {
        if out.len() < MOST && !out.contains(&line) {
            out.push(line);
        }
    }
    out
}

/// The text that stands as a value at the start of `bytes`: itself, in a list, or as `name` in a map.
fn value(bytes: &[u8], depth: usize) -> Option<String> {
    let first = *bytes.first()?;
    if depth > 3 {
        return None;
    }
    match first {
        0x60..=0x7b => text(bytes),
        // A list of one value or more.
        0x80..=0x97 | 0x9f => value(&bytes[1..], depth + 1),
        // A map of a few keys: the name is looked for near its start.
        0xa0..=0xb7 | 0xbf => {
            let near = &bytes[..bytes.len().min(400)];
            let at = memchr::memmem::find(near, b"\x64name")?;
            text(&bytes[at + 5..])
        }
        // JSON.
        b'"' => {
            let rest = &bytes[1..bytes.len().min(400)];
            let open = rest.iter().position(|b| *b == b'"')?;
            let colon = rest[..open].contains(&b':');
            let inner = &rest[open + 1..];
            let end = inner.iter().position(|b| *b == b'"')?;
            plain(&inner[..end]).filter(|value| colon && value != "name")
        }
        _ => None,
    }
}

/// A CBOR text of definite length.
fn text(bytes: &[u8]) -> Option<String> {
    let (length, start) = match *bytes.first()? {
        first @ 0x60..=0x77 => (usize::from(first - 0x60), 1),
        0x78 => (usize::from(*bytes.get(1)?), 2),
        0x79 => (usize::from(u16::from_be_bytes([*bytes.get(1)?, *bytes.get(2)?])), 3),
        _ => return None,
    };
    plain(bytes.get(start..start + length)?)
}

/// A short text on one line.
fn plain(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    (!text.is_empty() && text.len() <= 300 && !text.contains(char::is_control)).then(|| text.to_owned())
}
