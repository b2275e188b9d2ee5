//! Packs: files of rules. What a file says is read with every key known, then checked against the dictionaries.

use super::level::Level;
use super::rule::{Change, Example, Match, Near, Polarity, Rule, Scope, Strength, Subject};
use crate::dictionary::classes::{ClassSet, Classes};
use crate::document::role::{Kind, Role};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A pack, checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pack {
    pub id: String,
    pub title: String,
    /// Date or edition of the text that the pack encodes.
    pub edition: String,
    /// Whether it is selected where `clearslate.toml` says nothing.
    pub default: bool,
    pub rules: Vec<Rule>,
    /// What the pack's text asks of rules that other packs bring.
    pub extends: Vec<Extension>,
}

/// A text on which rules of other packs rest too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Ids of the rules.
    pub rules: Vec<String>,
    /// The text and what it asks, in one line: a finding names it beside the rule's own.
    pub basis: String,
    /// Bytes of the file; empty for a pack that ships with the program.
    #[serde(skip)]
    pub span: Range<usize>,
}

/// What is wrong with a pack, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError {
    pub message: String,
    /// Bytes of the file.
    pub span: Range<usize>,
    /// Names that would have been right.
    pub known: Vec<String>,
    /// The name that is not.
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    pack: PackHead,
    #[serde(default)]
    rule: Vec<toml::Spanned<RuleFile>>,
    #[serde(default)]
    extends: Vec<ExtensionFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionFile {
    rules: toml::Spanned<Vec<String>>,
    basis: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackHead {
    id: String,
    title: String,
    edition: String,
    #[serde(default)]
    default: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RuleFile {
    id: String,
    name: String,
    title: String,
    level: Level,
    message: String,
    why: String,
    help: String,
    basis: Vec<String>,
    #[serde(default)]
    decided_by: Vec<String>,
    #[serde(default)]
    exact_text: bool,
    #[serde(default)]
    profiles: Vec<String>,
    #[serde(default)]
    covers: Vec<String>,
    #[serde(default, rename = "match")]
    matches: Vec<MatchFile>,
    #[serde(default)]
    examples: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MatchFile {
    #[serde(default = "near_check")]
    check: String,
    level: Option<Level>,
    kinds: Vec<Kind>,
    #[serde(default)]
    roles: Vec<RoleName>,
    #[serde(default)]
    find: Vec<toml::Spanned<String>>,
    #[serde(default)]
    except: Vec<toml::Spanned<String>>,
    #[serde(default)]
    strength: Strength,
    #[serde(default)]
    polarity: Polarity,
    #[serde(default)]
    near: Vec<NearFile>,
    #[serde(default)]
    unless: Vec<NearFile>,
    #[serde(default)]
    raise: Vec<NearFile>,
    #[serde(default)]
    lower: Vec<NearFile>,
    #[serde(default)]
    subject: Subject,
    #[serde(default)]
    once: bool,
    #[serde(default)]
    fallback: bool,
    #[serde(default)]
    folders: Vec<String>,
    message: Option<String>,
}

/// A role, or one of the two groups that method or story makes of a screenplay's roles.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum RoleName {
    Role(Role),
    Group(RoleGroup),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RoleGroup {
    /// Where a screenplay speaks of how it is made.
    Method,
    /// What a screenplay tells.
    Story,
}

fn roles(names: &[RoleName]) -> Vec<Role> {
    names
        .iter()
        .flat_map(|name| match name {
            RoleName::Role(role) => std::slice::from_ref(role),
            RoleName::Group(RoleGroup::Method) => Role::METHOD,
            RoleName::Group(RoleGroup::Story) => Role::STORY,
        })
        .copied()
        .collect()
}

fn near_check() -> String {
    "near".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct NearFile {
    any: Vec<toml::Spanned<String>>,
    #[serde(default)]
    within: Scope,
    after: Option<u8>,
    before: Option<u8>,
    #[serde(default)]
    roles: Vec<RoleName>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    strength: Strength,
    #[serde(default)]
    polarity: Polarity,
    #[serde(default)]
    other: bool,
    #[serde(default)]
    clause: bool,
    #[serde(default)]
    without: Vec<toml::Spanned<String>>,
    to: Option<Level>,
}

/// Reads a pack.
///
/// # Errors
/// Every problem of the file, each with its place.
pub fn read(text: &str, classes: &Classes, checks: &[&str]) -> Result<Pack, Vec<PackError>> {
    let file: PackFile = toml::from_str(text).map_err(|error| {
        let (message, name, known) = unknown_field(error.message());
        vec![PackError { message, span: error.span().unwrap_or_default(), known, name }]
    })?;
    let mut reader = Reader { classes, checks, errors: Vec::new() };
    let rules = file.rule.into_iter().map(|rule| reader.rule(rule, &file.pack.id)).collect();
    if reader.errors.is_empty() {
        let extends = file
            .extends
            .into_iter()
            .map(|extension| Extension { span: extension.rules.span(), rules: extension.rules.into_inner(), basis: extension.basis })
            .collect();
        Ok(Pack { id: file.pack.id, title: file.pack.title, edition: file.pack.edition, default: file.pack.default, rules, extends })
    } else {
        Err(reader.errors)
    }
}

/// Takes apart what serde says of a key that is not known: "unknown field `a`, expected one of `b`, `c`".
fn unknown_field(message: &str) -> (String, String, Vec<String>) {
    let mut quoted = message.split('`').skip(1).step_by(2).map(str::to_owned);
    match message.starts_with("unknown field `").then(|| quoted.next()).flatten() {
        Some(name) => (format!("a key that is not known: `{name}`"), name, quoted.collect()),
        None => (message.to_owned(), String::new(), Vec::new()),
    }
}

struct Reader<'a> {
    classes: &'a Classes,
    checks: &'a [&'a str],
    errors: Vec<PackError>,
}

impl Reader<'_> {
    fn rule(&mut self, rule: toml::Spanned<RuleFile>, pack: &str) -> Rule {
        let span = rule.span();
        let rule = rule.into_inner();
        for found in &rule.matches {
            if !self.checks.contains(&found.check.as_str()) {
                self.errors.push(PackError {
                    message: format!("{} asks for a check that does not exist: `{}`", rule.id, found.check),
                    span: span.clone(),
                    known: self.checks.iter().map(|&c| c.to_owned()).collect(),
                    name: found.check.clone(),
                });
            }
        }
        let matches = rule.matches.into_iter().map(|m| self.a_match(m, &span)).collect();
        Rule {
            id: rule.id,
            name: rule.name,
            pack: pack.to_owned(),
            title: rule.title,
            level: rule.level,
            message: rule.message,
            why: rule.why,
            help: rule.help,
            basis: rule.basis,
            decided_by: rule.decided_by,
            exact_text: rule.exact_text,
            profiles: rule.profiles,
            covers: rule.covers,
            matches,
            examples: rule.examples,
        }
    }

    fn a_match(&mut self, file: MatchFile, rule: &Range<usize>) -> Match {
        Match {
            check: file.check,
            level: file.level,
            kinds: file.kinds,
            roles: roles(&file.roles),
            find: self.set(&file.find),
            except: self.set(&file.except),
            strength: file.strength,
            polarity: file.polarity,
            near: file.near.into_iter().map(|n| self.near(n)).collect(),
            unless: file.unless.into_iter().map(|n| self.near(n)).collect(),
            raise: file.raise.into_iter().filter_map(|n| self.change(n, rule)).collect(),
            lower: file.lower.into_iter().filter_map(|n| self.change(n, rule)).collect(),
            subject: file.subject,
            once: file.once,
            fallback: file.fallback,
            folders: file.folders,
            message: file.message,
        }
    }

    fn change(&mut self, file: NearFile, rule: &Range<usize>) -> Option<Change> {
        let to = file.to;
        let near = self.near(file);
        if to.is_none() {
            self.errors.push(PackError {
                message: "a `raise` or `lower` needs the level it leads `to`".to_owned(),
                span: rule.clone(),
                known: Vec::new(),
                name: String::new(),
            });
        }
        Some(Change { to: to?, near })
    }

    fn near(&mut self, file: NearFile) -> Near {
        Near {
            any: self.set(&file.any),
            within: file.within,
            after: file.after,
            before: file.before,
            roles: roles(&file.roles),
            columns: file.columns,
            strength: file.strength,
            polarity: file.polarity,
            other: file.other,
            clause: file.clause,
            without: self.set(&file.without),
        }
    }

    fn set(&mut self, names: &[toml::Spanned<String>]) -> ClassSet {
        let mut out = ClassSet::EMPTY;
        for name in names {
            match self.classes.set(name.get_ref()) {
                Some(set) => out = out.and(set),
                None => self.errors.push(PackError {
                    message: format!("the pack asks for a dictionary class that does not exist: `{}`", name.get_ref()),
                    span: name.span(),
                    known: self.classes.names().iter().cloned().chain(self.classes.groups().map(|(n, _)| n.to_owned())).collect(),
                    name: name.get_ref().clone(),
                }),
            }
        }
        out
    }
}
