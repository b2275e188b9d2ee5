//! The nearest known name to one that was mistyped.

/// Returns the known name that `name` was probably meant to be, or `None` where none is near.
///
/// Case does not count; about one letter in three may differ. Of equally near names the first wins.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let length = name.chars().count();
    // All of a short word must not differ: `b` is no slip of `w`.
    let most = (length / 3).max(1).min(length.saturating_sub(1));
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        // A word cut short or drawn out is near too: `alias` for `aliases`.
        .filter(|(distance, candidate)| *distance <= most || length > 3 && *distance <= 3 && candidate.to_lowercase().starts_with(&lower))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the help for a name that is not known: the nearest one, else what there is.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let all: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
            match all.len() {
                0 => "none is known here; delete it".to_owned(),
                1..=24 => format!("known here: {}", all.join(", ")),
                more => format!("known here: {}, and {} more", all[..24].join(", "), more - 24),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let known = ["until", "scope", "evidence"];
        assert_eq!(nearest("untill", known), Some("until"));
        assert_eq!(nearest("Scpoe", known), Some("scope"));
        assert_eq!(nearest("expires", known), None);
    }
}
