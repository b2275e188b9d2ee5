//! What Final Draft's names mean.

use crate::document::Role;

/// What each paragraph type is; types that a production made itself are action.
pub(super) const TYPES: &[(&str, Role)] = &[
    ("Scene Heading", Role::SceneHeading),
    ("Character", Role::Cue),
    ("Parenthetical", Role::Parenthetical),
    ("Dialogue", Role::Dialogue),
    ("Singing", Role::Lyric),
    ("Lyrics", Role::Lyric),
    ("Lyric", Role::Lyric),
    ("Transition", Role::Transition),
    ("Outline Body", Role::Synopsis),
    ("Beat", Role::Synopsis),
    ("Synopsis", Role::Synopsis),
    ("Summary", Role::Synopsis),
    ("Note", Role::Note),
    ("Notes", Role::Note),
];

/// Lists beside the script, and what their entries are.
pub(super) const LISTS: &[(&str, Role, &str)] = &[
    ("HeaderAndFooter", Role::Metadata, "header"),
    ("Watermarking", Role::Metadata, "watermark"),
    ("Characters", Role::Metadata, "characters"),
    ("CharacterHighlighting", Role::Metadata, "characters"),
    ("Cast", Role::Metadata, "cast"),
    // The voices that read the script aloud.
    ("Actors", Role::Voice, "actors"),
    ("Narrator", Role::Voice, "narrator"),
    ("TagData", Role::Metadata, "tags"),
    ("SmartType", Role::Metadata, "lists"),
    ("Locations", Role::Metadata, "locations"),
    ("ListItems", Role::Synopsis, "beats"),
    ("DisplayBoards", Role::Synopsis, "beats"),
];

/// Attributes that people write text in.
pub(super) const WRITTEN: &[&str] = &["Name", "Title", "Label", "Text", "Description", "Notes", "Character", "Alias"];
