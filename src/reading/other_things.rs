//! Names of people in the names of other things: streets, airports, prizes, drinks. Nobody is meant.

use super::Reading;
use crate::dictionary::{ClassSet, Mention};
use crate::text::words::{Gap, Words};
use std::ops::Range;

/// `Shirley Temples` on a tray, `Granny Smith` in a bowl: a fixed term in which a name stands.
pub(super) fn is_in_set_phrase(reading: &Reading, mention: &Mention, set_phrase: ClassSet) -> bool {
    let element = mention.element as usize;
    reading
        .mentions_of(element..element + 1)
        .iter()
        .any(|other| other.classes.meets(set_phrase) && other.words.start <= mention.words.start && other.words.end >= mention.words.end)
}

/// Words behind which, in languages that put them first, a street, a square or an airport has somebody's name: `rue`, `stadio`.
const PLACES_BEFORE: &[&str] = &[
    "aeroport",
    "auditorio",
    "barrio",
    "biblioteca",
    "centro",
    "colonia",
    "estacion",
    "estacao",
    "metro",
    "stazione",
    "terminal",
    "aeropuerto",
    "aeroporto",
    "avenida",
    "avenue",
    "boulevard",
    "bulevar",
    "calle",
    "campo",
    "college",
    "corso",
    "ecole",
    "escola",
    "escuela",
    "estadio",
    "gare",
    "hopital",
    "hospital",
    "instituto",
    "lake",
    "largo",
    "liceo",
    "lotnisko",
    "lycee",
    "mount",
    "museo",
    "ospedale",
    "palais",
    "parc",
    "parque",
    "paseo",
    "piazza",
    "piazzale",
    "plac",
    "place",
    "plaza",
    "pont",
    "ponte",
    "praca",
    "puente",
    "quai",
    "rua",
    "rue",
    "scuola",
    "square",
    "stade",
    "stadio",
    "stadion",
    "teatro",
    "theatre",
    "ulica",
    "universidad",
    "universidade",
    "universite",
    "via",
    "viale",
];

/// `Nelson Mandela Boulevard`, `Indira Gandhi International Airport`, `rue Victor Hugo`: a place that has a person's name.
pub(super) fn is_in_place_name(words: &Words, name: &Range<u32>) -> bool {
    const KINDS: &[&str] = &["international", "memorial", "national", "central", "public", "high", "primary", "elementary", "regional"];
    const PLACES: &[&str] = &[
        "street",
        "road",
        "avenue",
        "boulevard",
        "highway",
        "freeway",
        "expressway",
        "airport",
        "station",
        "bridge",
        "square",
        "plaza",
        "university",
        "college",
        "school",
        "academy",
        "hospital",
        "clinic",
        "library",
        "museum",
        "stadium",
        "arena",
        "auditorium",
        "theatre",
        "theater",
        "terminal",
        "tunnel",
        "centre",
        "center",
        "foundation",
        "institute",
        "flughafen",
        "platz",
        "strasse",
        "straße",
        "allee",
        "schule",
        "bay",
        "falls",
        "aeropuerto",
        "calle",
        "plaza",
        "avenida",
        "estadio",
        "aeroporto",
        "rua",
        "stadio",
        "piazza",
    ];
    let past = name.end as usize;
    let is = |at: usize, list: &[&str]| words.get(at).is_some_and(|w| w.gap <= Gap::Space) && list.contains(&words.folded(at));
    // "a place, Victor Hugo in it": nothing may stand between.
    let behind = name.start > 0
        && words.get(name.start as usize).is_some_and(|word| word.gap <= Gap::Space)
        && PLACES_BEFORE.contains(&words.folded(name.start as usize - 1));
    name.len() > 1 && (behind || is(past, PLACES) || is(past, KINDS) && is(past + 1, PLACES))
}
