//! A place in the words of its author: scene, cue, shot, column.

use super::visible::visible;
use crate::report::Place;

/// Returns the parts of a place, widest first: `scene 12A, INT. BAR - NIGHT`, `cue ANNA`, `shot HL_020`. Empty where the file
/// has no such places.
pub(super) fn parts(place: &Place) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(scene) = &place.scene {
        let heading = visible(&scene.heading);
        out.push(match &scene.number {
            Some(number) => format!("scene {}, {heading}", visible(number)),
            None => format!("scene {heading}"),
        });
    }
    if let Some(cue) = &place.cue {
        out.push(format!("cue {}", visible(cue)));
    }
    if let Some(item) = &place.item {
        out.push(format!("item {}", visible(item)));
    }
    if let Some(column) = &place.column {
        out.push(format!("field {}", visible(column)));
    }
    out
}

/// `path:line:column`, as terminals and editors make links of it.
pub(super) fn address(place: &Place) -> String {
    format!("{}:{}:{}", visible(&place.name()), place.start.line, place.start.column)
}

/// The message as a sentence, without a period at its end.
pub(super) fn sentence(message: &str) -> String {
    visible(message.trim()).trim_end_matches('.').to_owned()
}

/// The first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
