//! Which rules are checked: those of the selected packs, with what the selected packs add to them.
//!
//! A pack may bring rules, and it may say that rules of other packs rest on its text too. So the same evidence gives one finding,
//! which names every text that asks for it, however many packs are selected.

use super::pack::Pack;
use super::rule::Rule;

/// Returns the rules to check, in the order of the packs.
///
/// `selected` are ids of packs; `None` selects those that are by default. A rule is checked when its own pack is selected, or one
/// that rests on it; rules of the profile `strict` only where `strict` is asked for.
pub fn select(packs: Vec<Pack>, selected: Option<&[String]>, strict: bool) -> Vec<Rule> {
    let is_selected = |pack: &Pack| match selected {
        Some(ids) => ids.contains(&pack.id),
        None => pack.default,
    };
    let added: Vec<_> = packs.iter().filter(|pack| is_selected(pack)).flat_map(|pack| pack.extends.clone()).collect();
    let profile = if strict { "strict" } else { "normal" };
    packs
        .into_iter()
        .flat_map(|pack| {
            let own = is_selected(&pack);
            pack.rules.into_iter().map(move |rule| (own, rule))
        })
        .filter_map(|(own, mut rule)| {
            let here: Vec<_> = added.iter().filter(|extension| extension.rules.contains(&rule.id)).collect();
            if !own {
                // Asked for by other packs only: it rests on their texts.
                rule.basis.clear();
            }
            rule.basis.extend(here.iter().map(|extension| extension.basis.clone()));
            (own || !here.is_empty()).then_some(rule)
        })
        .filter(|rule| rule.profiles.is_empty() || rule.profiles.iter().any(|name| name == profile))
        .collect()
}

/// The extensions that name a rule which no pack has: the pack's id, the rule's, and the place in the pack's file.
pub fn unknown(packs: &[Pack]) -> Vec<(String, String, std::ops::Range<usize>)> {
    let known = |id: &str| packs.iter().flat_map(|pack| &pack.rules).any(|rule| rule.id == id);
    let named = packs.iter().flat_map(|pack| pack.extends.iter().map(move |extension| (pack, extension)));
    named
        .flat_map(|(pack, extension)| extension.rules.iter().map(move |rule| (pack.id.clone(), rule.clone(), extension.span.clone())))
        .filter(|(_, rule, _)| !known(rule))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::builtin;
    use crate::policy::pack;

    fn packs() -> Vec<Pack> {
        let rule = |id: &str| {
            format!(
                "[[rule]]\nid = \"{id}\"\nname = \"n-{id}\"\ntitle = \"t\"\nlevel = \"escalate\"\nmessage = \"m\"\nwhy = \"w\"\nhelp = \"h\"\nbasis = [\"own\"]\n"
            )
        };
        let texts = [
            format!("[pack]\nid = \"a\"\ntitle = \"A\"\nedition = \"1\"\ndefault = true\n{}{}", rule("X-01"), rule("X-02")),
            "[pack]\nid = \"b\"\ntitle = \"B\"\nedition = \"1\"\n[[extends]]\nrules = [\"X-02\", \"X-09\"]\nbasis = \"other\"\n".to_owned(),
        ];
        texts.iter().map(|text| pack::read(text, &builtin::classes(), &["near"]).unwrap()).collect()
    }

    fn told(selected: Option<&[&str]>) -> Vec<String> {
        let selected: Option<Vec<String>> = selected.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
        select(packs(), selected.as_deref(), false).iter().map(|rule| format!("{} {}", rule.id, rule.basis.join("+"))).collect()
    }

    #[test]
    fn one_rule_names_every_text_that_asks_for_it() {
        assert_eq!(told(None), ["X-01 own", "X-02 own"]);
        assert_eq!(told(Some(&["a", "b"])), ["X-01 own", "X-02 own+other"]);
        assert_eq!(told(Some(&["b"])), ["X-02 other"]);
        assert_eq!(unknown(&packs()).iter().map(|(pack, rule, _)| format!("{pack} {rule}")).collect::<Vec<_>>(), ["b X-09"]);
    }
}
