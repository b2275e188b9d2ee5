//! Numbers that are none: `Inf`, `-Infinity`, `NaN`, as timelines of editing programs have them.

const WORDS: &[&str] = &["-Infinity", "+Infinity", "Infinity", "-Inf", "+Inf", "Inf", "-inf", "inf", "-NaN", "-nan", "nan"];

/// Returns the text with digits of the same length for such words, or `None` for a text without any.
///
/// Strings stay as they are; a comment may lose a word, which is why comments are taken from the text itself.
pub(super) fn masked(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let (mut at, mut quoted) = (0, false);
    while let Some(skip) = memchr::memchr3(b'"', if quoted { b'\\' } else { b'n' }, if quoted { b'\\' } else { b'N' }, &bytes[at..]) {
        at += skip;
        match bytes[at] {
            b'"' => quoted = !quoted,
            b'\\' => at += 1,
            _ => {
                // The `n` of `Inf` is its second letter or, with a sign, its third.
                let word = WORDS.iter().find_map(|word| {
                    let start = at.checked_sub(word.bytes().position(|b| b.eq_ignore_ascii_case(&b'n'))?)?;
                    let whole = bytes[start..].starts_with(word.as_bytes())
                        && !bytes.get(start + word.len()).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':'))
                        && !start
                            .checked_sub(1)
                            .is_some_and(|before| bytes[before].is_ascii_alphanumeric() || matches!(bytes[before], b'_' | b'-' | b'+'));
                    whole.then_some((start, word.len()))
                });
                if let Some((start, length)) = word {
                    out.get_or_insert_with(|| bytes.to_vec())[start..start + length].fill(b'1');
                    at = start + length - 1;
                }
            }
        }
        at += 1;
        if at >= bytes.len() {
            break;
        }
    }
    out.and_then(|bytes| String::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_are_masked() {
        let text = r#"{"Inf": Inf, "a": [-Infinity,NaN , inf], "b": "to \"Inf\" and Inf", "info": null, "nan": -nan}"#;
        let expected = r#"{"Inf": 111, "a": [111111111,NaN , 111], "b": "to \"Inf\" and Inf", "info": null, "nan": 1111}"#;
        assert_eq!(masked(text).as_deref(), Some(expected));
        assert_eq!(masked(r#"{"none": null}"#), None);
    }
}
