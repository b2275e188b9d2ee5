//! Names that are written so that a search would miss them, and text that only looks like it.

use crate::{check_all, files, told};

/// What hides the name; the file; its text; the stretch that a finding must point at, as the file writes it; who is meant.
type Disguise = (&'static str, &'static str, &'static str, &'static str, &'static str);

const P: &str = "prompts/a.txt";
const N: &str = "vfx/a.md";

#[rustfmt::skip]
const SEEN: &[Disguise] = &[
    // Characters that show nothing.
    ("zero-width space", P, "portrait of Margot Rob\u{200b}bie in the rain\n", "Margot Rob\u{200b}bie", "Margot Robbie"),
    ("zero-width joiner", P, "portrait of Mar\u{200d}got Robbie in the rain\n", "Mar\u{200d}got Robbie", "Margot Robbie"),
    ("word joiner between the words", P, "portrait of Margot\u{2060} \u{2060}Robbie in the rain\n", "Margot\u{2060} \u{2060}Robbie", "Margot Robbie"),
    ("no space but a zero-width one", P, "portrait of Margot\u{200b}Robbie in the rain\n", "Margot\u{200b}Robbie", "Margot Robbie"),
    ("soft hyphen", P, "portrait of Margot Rob\u{ad}bie in the rain\n", "Margot Rob\u{ad}bie", "Margot Robbie"),
    ("variation selector", P, "portrait of M\u{fe0f}argot Robbie in the rain\n", "M\u{fe0f}argot Robbie", "Margot Robbie"),
    ("tag characters", P, "portrait of Mar\u{e0067}\u{e007f}got Robbie in the rain\n", "Mar\u{e0067}\u{e007f}got Robbie", "Margot Robbie"),
    ("bidi controls", P, "portrait of Mar\u{2066}got\u{2069} Rob\u{202c}bie in the rain\n", "Mar\u{2066}got\u{2069} Rob\u{202c}bie", "Margot Robbie"),
    ("byte order mark inside", P, "portrait of Margot Rob\u{feff}bie in the rain\n", "Margot Rob\u{feff}bie", "Margot Robbie"),
    ("Hangul filler", P, "portrait of Margot Rob\u{3164}bie in the rain\n", "Margot Rob\u{3164}bie", "Margot Robbie"),
    ("zero-width space in a cue", "scripts/a.fountain", "INT. STUDIO - NIGHT\n\nON TV - NEWS\n\nANDER\u{200b}SON COOPER (ON TV)\nThe bridge is closed.\n", "ANDER\u{200b}SON COOPER", "Anderson Cooper"),
    ("soft hyphen in a note", N, "- 010_0020 face swap onto Tom Han\u{ad}ks for the plate\n", "Tom Han\u{ad}ks", "Tom Hanks"),
    // Other letters for the same.
    ("full-width letters", P, "portrait of Ｍａｒｇｏｔ　Ｒｏｂｂｉｅ in the rain\n", "Ｍａｒｇｏｔ　Ｒｏｂｂｉｅ", "Margot Robbie"),
    ("mathematical bold", P, "portrait of 𝐌𝐚𝐫𝐠𝐨𝐭 𝐑𝐨𝐛𝐛𝐢𝐞 in the rain\n", "𝐌𝐚𝐫𝐠𝐨𝐭 𝐑𝐨𝐛𝐛𝐢𝐞", "Margot Robbie"),
    ("mathematical script and monospace", P, "portrait of 𝓜𝓪𝓻𝓰𝓸𝓽 𝚁𝚘𝚋𝚋𝚒𝚎 in the rain\n", "𝓜𝓪𝓻𝓰𝓸𝓽 𝚁𝚘𝚋𝚋𝚒𝚎", "Margot Robbie"),
    ("circled letters", P, "portrait of Ⓜⓐⓡⓖⓞⓣ Ⓡⓞⓑⓑⓘⓔ in the rain\n", "Ⓜⓐⓡⓖⓞⓣ Ⓡⓞⓑⓑⓘⓔ", "Margot Robbie"),
    ("squared letters", P, "portrait of 🄼🄰🅁🄶🄾🅃 🅁🄾🄱🄱🄸🄴 in the rain\n", "🄼🄰🅁🄶🄾🅃 🅁🄾🄱🄱🄸🄴", "Margot Robbie"),
    ("white letters on black", P, "portrait of 🅼🅰🆁🅶🅾🆃 🅁🅞🅑🅑🅘🅔 in the rain\n", "🅼🅰🆁🅶🅾🆃 🅁🅞🅑🅑🅘🅔", "Margot Robbie"),
    ("small capitals", P, "portrait of ᴍᴀʀɢᴏᴛ ʀᴏʙʙɪᴇ in the rain\n", "ᴍᴀʀɢᴏᴛ ʀᴏʙʙɪᴇ", "Margot Robbie"),
    ("raised letters", P, "portrait of ᵐᵃʳᵍᵒᵗ ʳᵒᵇᵇⁱᵉ in the rain\n", "ᵐᵃʳᵍᵒᵗ ʳᵒᵇᵇⁱᵉ", "Margot Robbie"),
    ("Cyrillic letters in Latin words", P, "portrait of Маrgоt Rоbbiе in the rain\n", "Маrgоt Rоbbiе", "Margot Robbie"),
    ("Greek letters in Latin words", P, "portrait of Τοm Ηαnks in the rain\n", "Τοm Ηαnks", "Tom Hanks"),
    ("a word all of Cyrillic look-alikes", P, "portrait of Ѕасһа Baron Cohen in the rain\n", "Ѕасһа Baron Cohen", "Sacha Baron Cohen"),
    ("both words of look-alikes", P, "portrait of Ѕеап Реnn in the rain\n", "Ѕеап Реnn", "Sean Penn"),
    ("look-alikes in a script", "scripts/a.fountain", "INT. STUDIO - NIGHT\n\nON TV - NEWS\n\nАNDERSON СООРЕR (ON TV)\nThe bridge is closed.\n", "АNDERSON СООРЕR", "Anderson Cooper"),
    ("a cue with a word all of look-alikes", "scripts/a.fountain", "INT. STUDIO - NIGHT\n\nON TV - NEWS\n\nЈАКЕ TAPPER (ON TV)\nThe bridge is closed.\n", "ЈАКЕ TAPPER", "Jake Tapper"),
    // Signs and digits for letters.
    ("digits for letters", P, "portrait of M4rg0t R0bbie in the rain\n", "M4rg0t R0bbie", "Margot Robbie"),
    ("one digit", P, "portrait of Tom H4nks in the rain\n", "Tom H4nks", "Tom Hanks"),
    ("one for l", P, "portrait of Tay1or Swift in the rain\n", "Tay1or Swift", "Taylor Swift"),
    ("digits at the borders of words", P, "portrait of Brad P177 in the rain\n", "Brad P177", "Brad Pitt"),
    ("at and dollar signs", P, "portrait of T@ylor $wift in the rain\n", "T@ylor $wift", "Taylor Swift"),
    ("digits in a LoRA name", P, "<lora:m4rg0tr0bbie_v2:0.8> woman on a pier\n", "m4rg0tr0bbie", "Margot Robbie"),
    ("digits behind a comma", P, "man on a pier, ma4got r0bbie, rain; woman, marg0t robbie\n", "marg0t robbie", "Margot Robbie"),
    ("digits in a note", N, "- 010_0020 face swap onto T0m Hanks for the plate\n", "T0m Hanks", "Tom Hanks"),
    ("spaced letters", P, "portrait of T o m  H a n k s in the rain\n", "T o m  H a n k s", "Tom Hanks"),
    ("letters with full stops", P, "portrait of T.o.m H.a.n.k.s in the rain\n", "T.o.m H.a.n.k.s", "Tom Hanks"),
    ("letters with hyphens", P, "portrait of T-o-m H-a-n-k-s in the rain\n", "T-o-m H-a-n-k-s", "Tom Hanks"),
    ("one word spaced", P, "portrait of Tom H a n k s in the rain\n", "Tom H a n k s", "Tom Hanks"),
    ("the first word spaced", P, "portrait of M a r g o t Robbie in the rain\n", "M a r g o t Robbie", "Margot Robbie"),
    ("spaced letters in a note", N, "- 010_0020 face swap onto T o m H a n k s for the plate\n", "T o m H a n k s", "Tom Hanks"),
    // Ways to write a name in prompts.
    ("a weight inside", P, "photo of (Emma:1.2) Stone, rain\n", "Emma:1.2) Stone", "Emma Stone"),
    ("a weight round one half", P, "photo of Emma (Stone:1.3), rain\n", "Emma (Stone", "Emma Stone"),
    ("square brackets inside", P, "photo of [Emma] Stone, rain\n", "Emma] Stone", "Emma Stone"),
    ("alternation, the first", P, "photo of [Tom|Bob] Hanks, rain\n", "Tom|Bob] Hanks", "Tom Hanks"),
    ("alternation, the second", P, "photo of [Bob|Tom] Hanks, rain\n", "Tom] Hanks", "Tom Hanks"),
    ("alternation in the surname", P, "photo of Tom [Hanks|Bridge], rain\n", "Tom [Hanks", "Tom Hanks"),
    ("wildcard choice", P, "photo of {Emma|Anna} Stone, rain\n", "Emma|Anna} Stone", "Emma Stone"),
    ("underscores", P, "photo of margot_robbie on a pier\n", "margot_robbie", "Margot Robbie"),
    ("hyphens", P, "photo of margot-robbie on a pier\n", "margot-robbie", "Margot Robbie"),
    ("camel case in a LoRA name", P, "<lora:MargotRobbie_v2:0.8> woman on a pier\n", "MargotRobbie", "Margot Robbie"),
    ("small letters in a LoRA name", P, "<lora:margotrobbie:1> woman on a pier\n", "margotrobbie", "Margot Robbie"),
    ("embedding", P, "photo of embedding:margot_robbie on a pier\n", "margot_robbie", "Margot Robbie"),
    ("file name", "prompts/a.yaml", "- prompt: woman on a pier\n  image: refs/margot_robbie_03.png\n", "margot_robbie", "Margot Robbie"),
    ("last name first", P, "portrait of Hanks, Tom in the rain\n", "Hanks, Tom", "Tom Hanks"),
    ("last name first, in capitals, in a note", N, "- 010_0020 face swap onto HANKS, TOM for the plate\n", "HANKS, TOM", "Tom Hanks"),
    ("an initial", P, "portrait of R. Downey Jr. in the rain\n", "R. Downey Jr", "Robert Downey Jr."),
    ("an initial before one surname", P, "portrait of S. Johansson in the rain\n", "S. Johansson", "Scarlett Johansson"),
    ("a middle initial", P, "portrait of Tom J. Hanks in the rain\n", "Tom J. Hanks", "Tom Hanks"),
    ("handle", P, "portrait of @tomhanks in the rain\n", "tomhanks", "Tom Hanks"),
    ("hashtag", P, "man on a pier, #TomHanks, rain\n", "TomHanks", "Tom Hanks"),
    ("hashtag in small letters", P, "man on a pier, #tomhanks, rain\n", "tomhanks", "Tom Hanks"),
    // Ways that formats write text.
    ("JSON escapes", "prompts/a.json", r#"{"prompt": "portrait of T\u006fm Hanks in the rain"}"#, r"T\u006fm Hanks", "Tom Hanks"),
    ("JSON escape of a mark", "prompts/a.json", r#"{"prompt": "portrait of Beyonc\u00e9 in the rain"}"#, r"Beyonc\u00e9", "Beyoncé"),
    ("YAML folding", "prompts/a.yaml", "- prompt: >\n    portrait of Tom\n    Hanks in the rain\n", "Tom\n    Hanks", "Tom Hanks"),
    ("YAML escapes", "prompts/a.yaml", "- prompt: \"portrait of Tom\\u0020Hanks in the rain\"\n", "Tom\\u0020Hanks", "Tom Hanks"),
    ("line end in a CSV field", "prompts/a.csv", "id,prompt\n1,\"portrait of Tom\nHanks in the rain\"\n", "Tom\nHanks", "Tom Hanks"),
    ("XML entities", "scripts/a.fdx", "<?xml version=\"1.0\"?><FinalDraft DocumentType=\"Script\"><Content><Paragraph Type=\"Scene Heading\"><Text>INT. STUDIO - NIGHT</Text></Paragraph><Paragraph Type=\"Action\"><Text>ON TV - NEWS</Text></Paragraph><Paragraph Type=\"Character\"><Text>ANDERS&#79;N COOPER (ON TV)</Text></Paragraph><Paragraph Type=\"Dialogue\"><Text>The bridge is closed.</Text></Paragraph></Content></FinalDraft>", "ANDERS&#79;N COOPER", "Anderson Cooper"),
    ("FDX runs", "scripts/a.fdx", "<?xml version=\"1.0\"?><FinalDraft DocumentType=\"Script\"><Content><Paragraph Type=\"Scene Heading\"><Text>INT. STUDIO - NIGHT</Text></Paragraph><Paragraph Type=\"Action\"><Text>ON TV - NEWS</Text></Paragraph><Paragraph Type=\"Character\"><Text>ANDER</Text><Text Style=\"Bold\">SON COOPER</Text><Text> (ON TV)</Text></Paragraph><Paragraph Type=\"Dialogue\"><Text>The bridge is closed.</Text></Paragraph></Content></FinalDraft>", "ANDER</Text><Text Style=\"Bold\">SON COOPER", "Anderson Cooper"),
    ("Fountain emphasis", "scripts/a.fountain", "INT. STUDIO - NIGHT\n\nON TV - NEWS\n\n@Ander**son** _Cooper_ (ON TV)\nThe bridge is closed.\n", "Ander**son** _Cooper", "Anderson Cooper"),
    ("Fountain note inside", "scripts/a.fountain", "Title: X\n\nINT. STUDIO - NIGHT\n\nON TV - NEWS\n\nANDERSON[[hm]] COOPER (ON TV)\nThe bridge is closed.\n", "ANDERSON[[hm]] COOPER", "Anderson Cooper"),
    ("hard line wrap in a prompt", P, "1. pier in the rain at dawn, and the face of Tom\n   Hanks under a yellow hood\n", "Tom\n   Hanks", "Tom Hanks"),
    ("hard line wrap in a note", N, "- 010_0020 face swap onto Tom\n  Hanks for the plate\n", "Tom\n  Hanks", "Tom Hanks"),
    ("Markdown emphasis", N, "- 010_0020 face swap onto **Tom** *Hanks* for the plate\n", "Tom** *Hanks", "Tom Hanks"),
    // Spelling.
    ("marks dropped", P, "portrait of Timothee Chalamet in the rain\n", "Timothee Chalamet", "Timothée Chalamet"),
    ("marks added", P, "portrait of Tôm Hänks in the rain\n", "Tôm Hänks", "Tom Hanks"),
    ("marks apart from their letters", P, "portrait of Timothe\u{301}e Chalamet in the rain\n", "Timothe\u{301}e Chalamet", "Timothée Chalamet"),
    ("marks heaped on letters", P, "portrait of T\u{335}o\u{336}m\u{337} H\u{338}anks in the rain\n", "T\u{335}o\u{336}m\u{337} H\u{338}anks", "Tom Hanks"),
    ("diaeresis added", P, "portrait of Zoë Saldana in the rain\n", "Zoë Saldana", "Zoe Saldaña"),
    ("possessive, straight", P, "Tom Hanks's face on a pier\n", "Tom Hanks", "Tom Hanks"),
    ("possessive, curly", P, "Margot Robbie’s face on a pier\n", "Margot Robbie", "Margot Robbie"),
    ("possessive without apostrophe", P, "photo, Margot Robbies face on a pier\n", "Margot Robbies", "Margot Robbie"),
    ("all capitals", P, "PORTRAIT OF TOM HANKS IN THE RAIN\n", "TOM HANKS", "Tom Hanks"),
    ("all small", P, "portrait of tom hanks in the rain\n", "tom hanks", "Tom Hanks"),
    ("capitals at random", P, "portrait of tOm hANKS in the rain\n", "tOm hANKS", "Tom Hanks"),
    ("a letter missing", P, "portrait of Brad Pit in the rain\n", "Brad Pit", "Brad Pitt"),
    ("letters missing in both words", P, "portrait of Scarlet Johanson in the rain\n", "Scarlet Johanson", "Scarlett Johansson"),
    ("two letters changed round", P, "portrait of Leonardo DiCarpio in the rain\n", "Leonardo DiCarpio", "Leonardo DiCaprio"),
    ("a wrong letter, in a note", N, "- 010_0020 face swap onto Margot Robbye for the plate\n", "Margot Robbye", "Margot Robbie"),
    ("-esque behind a full name", P, "hotel lobby, Wes-Anderson-esque, pastel\n", "Wes-Anderson", "Wes Anderson"),
    ("-esque behind a short form", P, "meadow, Ghibli-esque, clouds\n", "Ghibli", "Studio Ghibli"),
    ("-esque in one word", P, "hotel lobby, burtonesque, crooked\n", "burtonesque", "Tim Burton"),
    ("middle dots", P, "portrait of Tom·Hanks in the rain\n", "Tom·Hanks", "Tom Hanks"),
    ("no-break space", P, "portrait of Tom\u{a0}Hanks in the rain\n", "Tom\u{a0}Hanks", "Tom Hanks"),
];

#[test]
fn disguised_names_are_seen_where_they_stand() {
    let mut missed = Vec::new();
    for (kind, path, text, written, subject) in SEEN {
        let report = check_all(&files(&[(path, text)]));
        let seen = report
            .findings
            .iter()
            .any(|f| f.subject == *subject && text.get(f.place.span.start as usize..f.place.span.end as usize) == Some(*written));
        if !seen {
            let all: Vec<String> = report
                .findings
                .iter()
                .map(|f| format!("{} {} at {:?}", f.rule, f.subject, text.get(f.place.span.start as usize..f.place.span.end as usize)))
                .collect();
            missed.push(format!("{kind}: {written:?} for {subject}: {all:?}"));
        }
    }
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), SEEN.len(), missed.join("\n"));
}

#[test]
fn a_disguise_is_found_where_its_plain_form_is() {
    // Taking the mask off changes nothing about what a rule says of the name.
    for (path, masked, plain) in [
        (P, "portrait of M4rg0t R0bbie in the rain\n", "portrait of Margot Robbie in the rain\n"),
        (N, "- 010_0020 face swap onto T o m H a n k s for the plate\n", "- 010_0020 face swap onto Tom Hanks for the plate\n"),
    ] {
        assert_eq!(told(&check_all(&files(&[(path, masked)]))), told(&check_all(&files(&[(path, plain)]))), "{masked}");
    }
}

/// What is looked at; the file; its text, in which nothing may be found.
type LookAlike = (&'static str, &'static str, &'static str);

const S: &str = "scripts/a.fountain";

#[rustfmt::skip]
const CLEAN: &[LookAlike] = &[
    ("emoji joined by zero-width joiners", P, "a family 👨‍👩‍👧‍👦 on a beach, 🏳️‍🌈 bunting, flat colours\n"),
    ("emoji with skin tones", P, "icon sheet: 👍🏽 👩🏿‍🚀 🧑🏻‍🎤, pixel art\n"),
    ("flags and keycaps", P, "sticker set 🇩🇪 🇯🇵 1️⃣ 2️⃣ #️⃣, vector\n"),
    ("subdivision flags of tag characters", P, "bunting 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and 🏴󠁧󠁢󠁷󠁬󠁳󠁿 over a harbour\n"),
    ("Persian with zero-width non-joiners", P, "خانه‌های قدیمی کنار رودخانه، نور صبح، می‌درخشد\n"),
    ("Arabic", P, "سوق قديم عند الغروب، فوانيس، غبار في الضوء\n"),
    ("Hebrew with marks", P, "שׁוּק יָשָׁן בַּעֶרֶב, פָּנָסִים, אָבָק\n"),
    ("Hindi with joiners", P, "पुराना बाज़ार, शाम की रोशनी, क्‍या दृश्य\n"),
    ("Bengali", P, "পুরনো নদীর ঘাট, সন্ধ্যার আলো, নৌকা\n"),
    ("Tamil", P, "பழைய தெரு, மாலை ஒளி, மழை\n"),
    ("Thai", P, "ตลาดเก่าริมแม่น้ำ แสงยามเย็น เรือไม้\n"),
    ("Vietnamese", P, "chợ nổi buổi sáng, sương mù, thuyền gỗ, ánh sáng dịu\n"),
    ("Japanese", P, "雨の路地、提灯、濡れた石畳、夜\n"),
    ("Korean", P, "비 오는 골목, 등불, 젖은 돌길\n"),
    ("Chinese", P, "雨巷，灯笼，湿石板路，夜景\n"),
    ("Georgian and Armenian", P, "ძველი ქუჩა, საღამო; հին փողոց, երեկո\n"),
    ("Russian prose", P, "старый рынок у реки, вечерний свет, туман над водой\n"),
    ("Russian words that could be read as Latin", P, "вот как тут темно: кот у окна, ветер, снег\n"),
    ("Russian beside Latin words", P, "как кот на окне, 35mm film grain, тёплый свет, bokeh\n"),
    ("Ukrainian with apostrophes", P, "сім'я біля під'їзду, ранок, роса\n"),
    ("Bulgarian note", N, "- кадър 12: маска на прозореца, без промяна в звука\n"),
    ("Greek prose", P, "παλιό λιμάνι, βράδυ, φως στο νερό, ομίχλη\n"),
    ("Greek letters in formulas", N, "- 010_0020 noise σ=0.4, gamma γ 2.2, ΔE under 1, μm scale\n"),
    ("accented ordinary names", S, "INT. CAFÉ - NUIT\n\nZOÉ pours. RENÉ and BJÖRN wait.\n\nZOÉ\nÇa va, Noël?\n"),
    ("Polish and Czech names in a script", S, "EXT. RYNEK - DZIEŃ\n\nŁUKASZ watches ŽOFIE cross.\n\nŁUKASZ\nDzień dobry.\n"),
    ("Icelandic", P, "gamalt hús við fjörð, þoka, birta að morgni\n"),
    ("Turkish with both letters i", P, "ılık ışık, İskele, eski kayık, sis\n"),
    ("code identifiers", N, "- node Transform3_2: set tX0 to 12, use getRGBA8 and mat4x4, i18n off\n"),
    ("version numbers", N, "- comp v003 replaces v2.1b4, build r0b1, plate A081C001 kept\n"),
    ("shot codes and hashes", N, "- TV_101_0040 bg01 v003 checksum d41d8cd98f00b204e980 ok\n"),
    ("formats with digits", P, "35mm, f1.8, 4k, 24fps, h264, iso800, 2x zoom, mp4\n"),
    ("Roman numerals", S, "INT. CHAPEL - DAY\n\nA plaque: MCMXCIV. Chapter XIV, part iii of vi.\n"),
    ("initials of a call sheet", N, "- A. Brewis pulls cable, T. R. O. on hold, J. K. to confirm\n"),
    ("spelled out words that are no name", S, "INT. CLASS - DAY\n\nMINA\nM-I-N-A. And t, h, e, n, we read.\n"),
    ("abbreviations with full stops", S, "INT. OFFICE - DAY\n\nThe U.S.S.R. map. An I.O.U. on R.S.V.P. paper, e.g. this one, i.e. that.\n"),
    ("single letters in a row", N, "- layers R G B A Z split, passes a b c d e f, rows A, B, C\n"),
    ("weights and alternation without names", P, "(stone:1.2) wall, [oak|elm] door, {red|green} roof, hanks of wool\n"),
    ("hashtags that are words", P, "pier at dawn, #goldenhour, #wintermood, #35mm\n"),
    ("ordinary words in last-name-first order", P, "market hall, Stone, Oak, Iron, awnings; Rome, Paris, Berlin\n"),
    ("words that begin like names", P, "tomb of hanks, a marathon runner, pitted brass, robin on a rail\n"),
    ("-esque without a name", P, "picturesque harbour, statuesque oak, Romanesque arch, arabesque tiles\n"),
    ("money and mails", S, "INT. SHOP - DAY\n\nA $5 bill, a $wrapper of a price tag: 5.99$. Cents: 10¢, euro: 7€.\n"),
    ("small capitals in phonetics", N, "- ADR note: vowel is [ɪ], not [iː]; ʀ rolled\n"),
    ("fractions, superscripts and signs", P, "½ moon, m² plot, №5 door, 10¹² stars, ™ and © left out\n"),
    ("soft hyphens in ordinary words", P, "light\u{ad}house at the har\u{ad}bour, zero\u{200b}width rain\n"),
    ("bidi marks in mixed text", P, "lettering \u{200f}שלום\u{200f} over a door, \u{202a}blue\u{202c} paint\n"),
    ("combining marks on ordinary words", P, "café naïve façade jalapen\u{303}o crème bru\u{302}le\u{301}e\n"),
    ("a possessive that is no name", P, "the miller's cap, the weavers’ loom, rock 'n' roll jukebox\n"),
];

#[test]
fn look_alikes_of_disguises_stay_silent() {
    let mut wrong = Vec::new();
    for (about, path, text) in CLEAN {
        let report = check_all(&files(&[(path, text)]));
        if !report.findings.is_empty() {
            wrong.push(format!("{about}: {:?}", told(&report)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CLEAN.len(), wrong.join("\n"));
}
