//! Folding of single characters: case, diacritics, width, compatibility forms, invisible characters, look-alikes.
//!
//! Used by the program on what it reads and by the build script on the dictionaries, so that both sides fold alike.
//! Sources: Unicode NFKD for compatibility and diacritics; for look-alikes our own short table of Cyrillic and Greek
//! letters that are drawn as Latin ones (NFKC leaves them alone).

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Writes the folded form of `c` to `out`: nothing for an invisible character or a combining mark.
pub fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_invisible(c) {
        return;
    }
    if let Some(text) = spelled_out(c) {
        out.push_str(text);
        return;
    }
    if !is_decomposed(c) {
        out.extend(c.to_lowercase());
        return;
    }
    decompose_compatible(c, |part| {
        if is_combining_mark(part) && part < '\u{0900}' || is_invisible(part) {
            return;
        }
        match spelled_out(part) {
            Some(text) => out.push_str(text),
            None => out.extend(part.to_lowercase()),
        }
    });
}

/// Letters that have no decomposition and are still typed as others.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'ı' | 'İ' => "i",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ŋ' | 'Ŋ' => "n",
        'ə' | 'Ə' => "e",
        'ё' | 'Ё' => "е",
        'ʻ' | 'ʼ' | 'ʹ' => "",
        // White letters in black circles and squares.
        '\u{1f150}'..='\u{1f169}' => letter(c as u32 - 0x1f150),
        '\u{1f170}'..='\u{1f189}' => letter(c as u32 - 0x1f170),
        _ => return small_capital(c).map(letter),
    })
}

/// The letter with this number, `a` being 0.
fn letter(number: u32) -> &'static str {
    let at = number as usize;
    "abcdefghijklmnopqrstuvwxyz".get(at..at + 1).unwrap_or("")
}

/// Small capitals stand among the signs of phonetics; the number of the letter that each is drawn like.
fn small_capital(c: char) -> Option<u32> {
    const SMALL: [char; 25] =
        ['ᴀ', 'ʙ', 'ᴄ', 'ᴅ', 'ᴇ', 'ꜰ', 'ɢ', 'ʜ', 'ɪ', 'ᴊ', 'ᴋ', 'ʟ', 'ᴍ', 'ɴ', 'ᴏ', 'ᴘ', 'ꞯ', 'ʀ', 'ꜱ', 'ᴛ', 'ᴜ', 'ᴠ', 'ᴡ', 'ꭓ', 'ʏ'];
    match c {
        'ᴢ' => Some(25),
        _ if c < '\u{0262}' => None,
        _ => SMALL.iter().position(|&small| small == c).map(|at| at as u32),
    }
}

/// Characters that show nothing: zero-width, soft hyphen, bidi controls, variation selectors, tags.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Scripts whose marks are part of the letter keep them: only Latin, Greek, Cyrillic and compatibility forms are taken apart.
fn is_decomposed(c: char) -> bool {
    matches!(c,
        '\u{00a0}'..='\u{058f}' | '\u{1c80}'..='\u{1fff}' | '\u{2000}'..='\u{2bff}' | '\u{a640}'..='\u{a7ff}'
        | '\u{fb00}'..='\u{fb1f}' | '\u{ff00}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f1ff}')
}

/// A script that is written without spaces, or with particles stuck to names: each of its characters is a word of its own.
pub fn is_word_by_itself(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{0e00}'..='\u{0e7f}' | '\u{20000}'..='\u{3ffff}')
}

/// The Latin letter that a folded (lower-case) Cyrillic or Greek letter is drawn like.
///
/// Applied only inside a word that mixes scripts: a Russian or Greek word stays what it is.
pub fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'ԍ' => 'g',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ι' | 'ї' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'п' | 'ν' => 'n',
        'о' | 'ο' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'у' => 'y',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'ζ' => 'z',
        _ => return None,
    })
}

/// Whether a folded letter is Cyrillic or Greek.
pub fn is_other_script(c: char) -> bool {
    matches!(c, '\u{0370}'..='\u{052f}')
}

#[cfg(test)]
mod tests {
    use super::fold_char;

    fn fold(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| fold_char(c, &mut out));
        out
    }

    #[test]
    fn case_marks_width_and_invisible_characters_fold_away() {
        for (from, to) in [
            ("BEYONCÉ", "beyonce"),
            ("Timothée Chala\u{200b}met", "timothee chalamet"),
            ("Ｔｏｍ", "tom"),
            ("𝐓𝐨𝐦", "tom"),
            ("Zdzisław", "zdzislaw"),
            ("Straße", "strasse"),
            ("e\u{301}", "e"),
            ("Ёлка", "елка"),
        ] {
            assert_eq!(fold(from), to);
        }
    }

    #[test]
    fn other_scripts_keep_their_marks() {
        assert_eq!(fold("が हिन्दी"), "が हिन्दी");
    }
}
