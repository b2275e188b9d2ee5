//! What an editor calls a file, and the path it means.

use std::path::PathBuf;

/// Returns the path of a `file:` URI; `None` for other schemes, other machines and what cannot be read.
pub(crate) fn file_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find('/')?);
            if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
                return None;
            }
            path
        }
        None => rest,
    };
    let decoded = decoded(path.split(['?', '#']).next()?)?;
    Some(PathBuf::from(without_slash_before_drive(&decoded)))
}

/// The last part of any URI, decoded: `Untitled-1` of `untitled:Untitled-1`.
pub(crate) fn last_part(uri: &str) -> String {
    let part = uri.rsplit(['/', ':', '\\']).next().unwrap_or(uri);
    decoded(part).unwrap_or_else(|| part.to_owned())
}

/// `/c:/scripts` is `c:/scripts` on Windows, where such a path begins with a letter.
fn without_slash_before_drive(path: &str) -> &str {
    match path.as_bytes() {
        [b'/', letter, b':', ..] if cfg!(windows) && letter.is_ascii_alphabetic() => &path[1..],
        _ => path,
    }
}

/// Undoes `%XX`; `None` when what comes out is no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let value = match bytes.get(at + 1..at + 3) {
            Some(&[high, low]) if byte == b'%' => hex(high).zip(hex(low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        out.push(value.unwrap_or(byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_uris_are_paths_and_others_are_not() {
        for (uri, path) in [
            ("file:///show/scripts/103.fountain", Some("/show/scripts/103.fountain")),
            ("file:///show/caf%C3%A9%20%5B2%5D%25.fountain", Some("/show/café [2]%.fountain")),
            ("file://localhost/a.fountain", Some("/a.fountain")),
            ("file:/a.fountain", Some("/a.fountain")),
            ("file://nas/show/a.fountain", None),
            ("file:///a%FF.fountain", None),
            ("file://", None),
            ("untitled:Untitled-1", None),
            ("git:/show/a.fountain?%7B%7D", None),
            ("", None),
        ] {
            assert_eq!(file_path(uri), path.map(PathBuf::from), "{uri}");
        }
    }

    #[test]
    fn a_buffer_without_a_file_has_a_name() {
        assert_eq!(last_part("untitled:Untitled-1"), "Untitled-1");
        assert_eq!(last_part("untitled:/show/new%20draft.fountain"), "new draft.fountain");
    }
}
