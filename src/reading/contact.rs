//! Telephone numbers, mail and web addresses, street addresses: which are real-looking, and which are set aside for drama.
//!
//! Reserved ranges (POLICY 3.5): North America 555-0100 to 555-0199; United Kingdom 01632, 020 7946 0xxx, 07700 900xxx, 08081 570xxx,
//! 0909 8790xxx, 03069 990xxx; domains `example.*` and the top-level domains `.example`, `.test`, `.invalid`.

use crate::text::Words;
use std::ops::Range;

/// What kind of contact a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contact {
    Phone,
    Mail,
    Web,
    Street,
    /// The number plate of a car.
    Plate,
}

/// Returns the contacts of a text that are not reserved, with their ranges. `words` are those of the text.
pub(super) fn contacts(text: &str, words: &Words) -> Vec<(Contact, Range<u32>)> {
    let mut out = Vec::new();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits >= FEWEST_DIGITS {
        phones(text, &mut out);
    }
    addresses(text, &mut out);
    if digits >= 1 && text.chars().any(char::is_uppercase) {
        streets(words, &mut out);
        streets_abroad(words, &mut out);
        plates(words, &mut out);
    }
    out
}

/// The shortest telephone number that is looked for.
const FEWEST_DIGITS: usize = 8;

fn phones(text: &str, out: &mut Vec<(Contact, Range<u32>)>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_digit() || matches!(bytes[at], b'+' | b'(');
        let inside = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'_' | b'.' | b':' | b'/' | b'#' | b'-'));
        if !begins || inside {
            at += 1;
            continue;
        }
        // A run of digits with the signs that stand in telephone numbers; one space at most between two groups.
        let mut end = at;
        while end < bytes.len() && (bytes[end].is_ascii_digit() || matches!(bytes[end], b'+' | b'(' | b')' | b'-' | b'.' | b' ')) {
            if bytes[end] == b' ' && bytes.get(end + 1).is_some_and(|b| !b.is_ascii_digit() && *b != b'(') {
                break;
            }
            end += 1;
        }
        while end > at && !bytes[end - 1].is_ascii_digit() {
            end -= 1;
        }
        // A Chinese mobile number is one group, known by the text around it.
        let chinese =
            end - at == 11 && matches!(&bytes[at..at + 2], [b'1', b'3'..=b'9']) && text.chars().any(|c| ('一'..='龥').contains(&c));
        let glued = bytes.get(end).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b':' | b'/' | b'%'));
        if end > at && !glued && (chinese || is_phone(&text[at..end])) && !is_reserved(&text[at..end]) {
            out.push((Contact::Phone, at as u32..end as u32));
        }
        at = end.max(at + 1);
    }
}

/// Groups of digits as telephone numbers have them.
fn is_phone(run: &str) -> bool {
    let groups: Vec<&str> = run.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    let digits: usize = lengths.iter().sum();
    let first = groups.first().copied().unwrap_or("");
    match lengths.as_slice() {
        // (212) 867-5309, 1-212-867-5309
        [3, 3, 4] => true,
        [1, 3, 3, 4] => first == "1",
        // +44 7911 123456, +33 1 42 68 53 00
        _ if run.starts_with('+') => (8..=15).contains(&digits),
        // 020 7123 4567, 0117 496 0123, 07911 123456
        [3..=5, rest @ ..] if first.starts_with('0') && !rest.is_empty() && !run.contains(['-', '.']) => {
            // German mobile numbers have one digit more.
            (10..=11).contains(&digits) || digits == 12 && first.starts_with("01") && lengths.len() == 2
        }
        // 03-5784-2296; 22 628 41 97
        [2..=4, 3..=4, 4] if first.starts_with('0') && run.contains('-') => digits == 10,
        [2, 3, 2, 2] => true,
        // 06 12345678, a Dutch mobile.
        [2, 8] => first.starts_with('0'),
        [2, ..] if first.starts_with('0') && lengths.len() == 5 && lengths.iter().all(|&l| l == 2) => true,
        // 08-650 41 17: an area code set off by a hyphen, then groups of two or three.
        [2..=4, rest @ ..] if first.starts_with('0') && run[first.len()..].starts_with('-') && rest.len() >= 3 => {
            (9..=10).contains(&digits) && rest.iter().all(|&length| (2..=3).contains(&length))
        }
        _ => false,
    }
}

fn is_reserved(run: &str) -> bool {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.strip_prefix("44") {
        Some(rest) if run.starts_with('+') => format!("0{}", rest.trim_start_matches('0')),
        _ => digits.clone(),
    };
    let american = digits.len() >= 10 && digits[digits.len() - 7..].starts_with("55501");
    american || ["01632", "02079460", "07700900", "08081570", "09098790", "03069990"].iter().any(|prefix| national.starts_with(prefix))
}

/// Mail and web addresses; a word with a dot counts when it ends in a known top-level domain.
fn addresses(text: &str, out: &mut Vec<(Contact, Range<u32>)>) {
    const TOPS: &[&str] = &[
        "com", "net", "org", "co", "uk", "tv", "io", "info", "biz", "de", "fr", "es", "it", "nl", "pl", "se", "no", "dk", "fi", "ch", "at",
        "be", "pt", "br", "mx", "ar", "jp", "kr", "cn", "in", "au", "nz", "ca", "ie", "us", "eu", "gov", "edu", "me", "app", "gg", "film",
        "studio",
    ];
    let parts = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '(' | ')' | ',' | ';' | '|' | '“' | '”');
    let mut past = 0;
    // Only words with a dot inside can be one.
    for dot in memchr::memchr_iter(b'.', text.as_bytes()) {
        if dot < past || !text[dot + 1..].starts_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let start = text[..dot].rfind(parts).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let end = text[dot..].find(parts).map_or(text.len(), |length| dot + length);
        past = end;
        let word = &text[start..end];
        let trimmed = word.trim_end_matches(['.', ':', '!', '?', '\'', '/', '*', '_', ']']);
        let bare = trimmed
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_start_matches("HTTPS://")
            .trim_start_matches("HTTP://");
        let has_scheme = bare.len() < trimmed.len();
        let host = bare.rsplit('@').next().unwrap_or(bare).split(['/', '?', '#', ':']).next().unwrap_or("").to_ascii_lowercase();
        let Some((name, top)) = host.rsplit_once('.') else { continue };
        let is_host = !name.is_empty() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
        if !is_host || matches!(top, "example" | "test" | "invalid") || name == "example" || name.ends_with(".example") {
            continue;
        }
        let range = start as u32..(start + trimmed.len()) as u32;
        if let Some((user, _)) = bare.split_once('@') {
            let is_country = top.len() == 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
            if !user.is_empty() && (is_country || TOPS.contains(&top)) {
                out.push((Contact::Mail, range));
            }
        } else if has_scheme
            || host.starts_with("www.")
            || (TOPS.contains(&top)
                && !matches!(top, "in" | "no" | "at" | "it" | "me" | "us" | "be" | "co")
                && name.len() >= 3
                && !name.contains(".."))
        {
            out.push((Contact::Web, range));
        }
    }
}

/// `14 Linden Road`: a house number, one to three capitalised words, the word for a street.
fn streets(words: &Words, out: &mut Vec<(Contact, Range<u32>)>) {
    const STREETS: &[&str] = &[
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "court",
        "ct",
        "lane",
        "ln",
        "drive",
        "dr",
        "row",
        "terrace",
        "close",
        "way",
        "place",
        "square",
        "boulevard",
        "blvd",
        "crescent",
        "gardens",
        "mews",
        "hill",
        "rise",
        "grove",
        "walk",
        "parade",
        "drove",
        "yard",
    ];
    for at in 0..words.len() {
        let number = words.folded(at);
        if !number.starts_with(|c: char| c.is_ascii_digit()) || number.len() > 5 {
            continue;
        }
        for past in at + 2..=(at + 4).min(words.len().saturating_sub(1)) {
            let named = (at + 1..=past)
                .all(|i| words.get(i).is_some_and(|w| matches!(w.caps, crate::text::Caps::Title) && w.gap == crate::text::Gap::Space));
            if named && STREETS.contains(&words.folded(past)) {
                out.push((Contact::Street, words.range(at as u32..past as u32 + 1)));
                break;
            }
        }
    }
}

/// `Calle de Fuencarral 112`, `ul. Chmielna 34`, `Bernstorffstraße 71`, `Çınar Sok. 12`: the house number stands behind.
fn streets_abroad(words: &Words, out: &mut Vec<(Contact, Range<u32>)>) {
    use crate::text::Gap;
    const BEFORE: &[&str] = &[
        "calle", "avenida", "paseo", "plaza", "rue", "quai", "chaussee", "via", "viale", "piazza", "corso", "rua", "travessa", "ul",
        "ulica", "aleja",
    ];
    /// Where the number stands before the street.
    const NUMBER_FIRST: &[&str] = &["rue", "avenue", "boulevard", "quai", "impasse", "chemin", "allee"];
    const LINKS: &[&str] = &["de", "del", "della", "dei", "du", "des", "la", "las", "los", "da", "do", "dos", "di"];
    const ENDS: &[&str] =
        &["strasse", "str", "gasse", "allee", "platz", "weg", "damm", "ufer", "straat", "gracht", "laan", "vejen", "gatan", "sok", "cad"];
    let is_number = |at: usize| words.folded(at).starts_with(|c: char| c.is_ascii_digit()) && words.folded(at).len() <= 4;
    let title = |at: usize| words.get(at).is_some_and(|w| w.caps == crate::text::Caps::Title);
    for at in 1..words.len() {
        // A year, a count or a shot is no house: the number stands right behind the name.
        if !is_number(at) || words.get(at).is_none_or(|w| w.gap > Gap::Comma) {
            continue;
        }
        // `Am Lindengang 7b, 24837 Schleswig`: whatever the street is called, a postcode and a town stand behind the number.
        let letter = words.get(at + 1).is_some_and(|w| w.gap == Gap::Glued && w.end - w.start == 1);
        let code = at + 1 + usize::from(letter);
        let is_code = words.get(code).is_some_and(|w| w.gap == Gap::Comma) && {
            let code = words.folded(code);
            let year = code.len() == 4 && (code.starts_with("19") || code.starts_with("20"));
            matches!(code.len(), 4 | 5) && !year && code.bytes().all(|b| b.is_ascii_digit())
        };
        if is_code && title(at - 1) && title(code + 1) && words.get(code + 1).is_some_and(|w| w.gap == Gap::Space) {
            let mut start = at - 1;
            while start > 0 && title(start - 1) && words.get(start).is_some_and(|w| w.gap <= Gap::Space) {
                start -= 1;
            }
            out.push((Contact::Street, words.range(start as u32..code as u32 + 2)));
            continue;
        }
        // `12 rue Oberkampf`.
        let street = words.get(at + 1).is_some_and(|w| w.gap == Gap::Space && w.caps == crate::text::Caps::Lower);
        if street && NUMBER_FIRST.contains(&words.folded(at + 1)) {
            let name = (at + 2..at + 5).find(|&next| !LINKS.contains(&words.folded(next)));
            if let Some(name) = name.filter(|&name| title(name)) {
                out.push((Contact::Street, words.range(at as u32..name as u32 + 1)));
                continue;
            }
        }
        let last = words.folded(at - 1);
        if ENDS.iter().any(|end| last.ends_with(end) && (last.len() > end.len() + 2 || at >= 2 && title(at - 2))) && title(at - 1) {
            let start = if last.len() > 5 { at - 1 } else { at.saturating_sub(2) };
            out.push((Contact::Street, words.range(start as u32..at as u32 + 1)));
            continue;
        }
        let mut start = at - 1;
        while start > 0
            && at - start < 5
            && (title(start) || LINKS.contains(&words.folded(start)))
            && !BEFORE.contains(&words.folded(start))
        {
            start -= 1;
        }
        if start + 1 < at && BEFORE.contains(&words.folded(start)) {
            out.push((Contact::Street, words.range(start as u32..at as u32 + 1)));
        }
    }
}

/// `LK19 VTX`, `7KXR482`: letters and digits as number plates of the United Kingdom and of California have them.
fn plates(words: &Words, out: &mut Vec<(Contact, Range<u32>)>) {
    use crate::text::{Caps, Gap};
    let letters = |at: usize, count: usize| words.get(at).is_some_and(|w| w.caps == Caps::Upper && (w.end - w.start) as usize == count);
    let digits = |at: usize, count: usize| words.folded(at).len() == count && words.folded(at).bytes().all(|b| b.is_ascii_digit());
    let glued = |at: usize| words.get(at).is_some_and(|w| w.gap == Gap::Glued);
    for at in 0..words.len() {
        let british = letters(at, 2) && digits(at + 1, 2) && glued(at + 1) && letters(at + 2, 3);
        let american = digits(at, 1) && letters(at + 1, 3) && glued(at + 1) && digits(at + 2, 3) && glued(at + 2);
        if british || american {
            out.push((Contact::Plate, words.range(at as u32..at as u32 + 3)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        contacts(text, &Words::of(text)).into_iter().map(|(_, r)| &text[r.start as usize..r.end as usize]).collect()
    }

    #[test]
    fn live_looking_contacts_are_found() {
        for (text, expected) in [
            ("the number is 303-867-5309. Ask", "303-867-5309"),
            ("painted on the van: (303) 867-5309", "(303) 867-5309"),
            ("ring 0114 496 0155 now", "0114 496 0155"),
            ("+33 1 42 68 53 00", "+33 1 42 68 53 00"),
            ("visitkort: 08-650 41 17, guldkant", "08-650 41 17"),
            ("on the board: WWW.TERNVALLEYPOST.COM and", "WWW.TERNVALLEYPOST.COM"),
            ("write to r.castellane@tideworks.tv", "r.castellane@tideworks.tv"),
            ("pick-up at 14 Linden Road, gate 2", "14 Linden Road"),
            ("tarjeta: Calle de Toledo 112, Madrid", "Calle de Toledo 112"),
            ("adres ul. Mostowa 34, Toruń", "ul. Mostowa 34"),
            ("im Büro, Fährstraße 71, Hamburg", "Fährstraße 71"),
            ("Frau Ebba Quandt, Am Seegang 7b, 24837 Schleswig", "Am Seegang 7b, 24837 Schleswig"),
            ("livrer au 12 rue de Charonne, code 4B", "12 rue de Charonne"),
            ("Frau De Wit, Kastanjeveld 14, 3971 Driebergen", "Kastanjeveld 14, 3971 Driebergen"),
            ("mobiel 06 41927735, na zessen", "06 41927735"),
            ("reg on the van LK19 VTX", "LK19 VTX"),
            ("plate 7KXR482, muddy", "7KXR482"),
            ("write to pavel@ferry-bau.cz", "pavel@ferry-bau.cz"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn reserved_and_other_numbers_are_nothing() {
        for text in [
            "(212) 555-0147",
            "212-555-0134",
            "07700 900123",
            "020 7946 0456",
            "01632 960 789",
            "moppet@example.org",
            "www.moppet.example",
            "09:15:22 on the slate",
            "File 2026-0311-4410",
            "£3,100,000.00",
            "pp. 7-7A, 12, 40-44",
            "2026-11-24",
            "B012C003_0911Q2.mov",
            "TV_101_0040_bg01_v003.1001.exr",
            "v 6.1 --ar 2:3",
            "01:02:03:04",
            "1.85:1",
            "logo_v3.ai",
            "hold frame 71, then 12",
            "Via Dolorosa in the distance",
            "the weg 71 matte",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
