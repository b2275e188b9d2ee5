//! Reading the tables of a TOML file key by key, so that every problem of the file is told, not the first.
//!
//! [`Fields`] remembers which keys were asked for; [`Fields::finish`] reports the others as unknown. Values keep their spans.

use super::problem::Sheet;
use crate::error::nearest::did_you_mean;
use jiff::civil::Date;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table, while it is read.
pub(crate) struct Fields<'a> {
    /// What messages call the whole: "`clearslate.toml`", "the record `2026-…`".
    pub owner: String,
    /// Dotted keys that lead here, `decided_by.`; empty at the top.
    prefix: String,
    table: &'a DeTable<'a>,
    /// Bytes of the text: the header or the braces of the table.
    pub at: Range<usize>,
    asked: Vec<&'static str>,
}

/// Parses a file; what is no TOML is reported, and what can be read is read.
pub(crate) fn parse<'a>(text: &'a str, sheet: &mut Sheet) -> Spanned<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().unwrap_or_default();
        sheet.report("syntax", at, format!("this is not TOML: {}", error.message()), "here", None);
    }
    table
}

impl<'a> Fields<'a> {
    pub fn top(owner: &str, table: &'a Spanned<DeTable<'a>>) -> Fields<'a> {
        Fields { owner: owner.to_owned(), prefix: String::new(), table: table.get_ref(), at: table.span(), asked: Vec::new() }
    }

    fn inner(&self, key: &str, table: &'a DeTable<'a>, at: Range<usize>) -> Fields<'a> {
        Fields { owner: self.owner.clone(), prefix: format!("{}{key}.", self.prefix), table, at, asked: Vec::new() }
    }

    /// Gives the table a name of its own in messages, in place of the keys that lead to it.
    pub fn named(&mut self, owner: String) {
        self.owner = owner;
        self.prefix.clear();
    }

    /// The value of a key, with its span.
    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn wrong_type(&self, sheet: &mut Sheet, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("`{}{key}` of {} must be {wanted}", self.prefix, self.owner);
        sheet.report("wrong_type", value.span(), message, format!("this is {}", kind(value.get_ref())), None);
    }

    /// Reports the keys that must be there and are not, as one problem; each comes with a help.
    pub fn need(&self, sheet: &mut Sheet, keys: &[(&str, &str)]) {
        let missing: Vec<&(&str, &str)> = keys.iter().filter(|(key, _)| !self.table.contains_key(*key)).collect();
        if missing.is_empty() {
            return;
        }
        let names: Vec<String> = missing.iter().map(|(key, _)| format!("`{}{key}`", self.prefix)).collect();
        let help: Vec<&str> = missing.iter().map(|(_, help)| *help).collect();
        sheet.report(
            "missing",
            self.at.clone(),
            format!("{} has no {}", self.owner, names.join(", ")),
            "missing here",
            Some(help.join("\n")),
        );
    }

    fn one_text(&self, sheet: &mut Sheet, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Spanned<String>> {
        match value.get_ref().as_str() {
            Some(text) if text.trim().is_empty() => {
                sheet.note_empty(format!("{}{key}", self.prefix), value.span());
                None
            }
            Some(text) => Some(Spanned::new(value.span(), text.trim().to_owned())),
            None => {
                self.wrong_type(sheet, key, value, "text in quotation marks");
                None
            }
        }
    }

    /// Text that is not empty.
    pub fn text(&mut self, sheet: &mut Sheet, key: &'static str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        self.one_text(sheet, key, value)
    }

    /// One text or a list of them.
    pub fn texts(&mut self, sheet: &mut Sheet, key: &'static str) -> Vec<Spanned<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => {
                if items.is_empty() {
                    sheet.note_empty(format!("{}{key}", self.prefix), value.span());
                }
                items.iter().filter_map(|item| self.one_text(sheet, key, item)).collect()
            }
            DeValue::String(_) => self.one_text(sheet, key, value).into_iter().collect(),
            _ => {
                self.wrong_type(sheet, key, value, "text, or a list of texts");
                Vec::new()
            }
        }
    }

    /// A list of texts that may be empty.
    pub fn list(&mut self, sheet: &mut Sheet, key: &'static str) -> Vec<Spanned<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| self.one_text(sheet, key, item)).collect(),
            _ => {
                self.wrong_type(sheet, key, value, "a list of texts");
                Vec::new()
            }
        }
    }

    /// A whole number from 1.
    pub fn number(&mut self, sheet: &mut Sheet, key: &'static str) -> Option<u64> {
        let value = self.get(key)?;
        let number = value.get_ref().as_integer().and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok()).filter(|&n| n > 0);
        if number.is_none() {
            self.wrong_type(sheet, key, value, "a whole number from 1");
        }
        number
    }

    /// A date, bare (`2026-11-20`), with a time, or in quotation marks.
    pub fn date(&mut self, sheet: &mut Sheet, key: &'static str) -> Option<Spanned<Date>> {
        let value = self.get(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(datetime) => {
                datetime.date.and_then(|date| Date::new(i16::try_from(date.year).ok()?, date.month as i8, date.day as i8).ok())
            }
            DeValue::String(_) => self.one_text(sheet, key, value)?.get_ref().parse().ok(),
            _ => None,
        };
        match date {
            Some(date) => Some(Spanned::new(value.span(), date)),
            None => {
                self.wrong_type(sheet, key, value, "a date, written 2026-11-20");
                None
            }
        }
    }

    /// A table in it.
    pub fn table(&mut self, sheet: &mut Sheet, key: &'static str) -> Option<Fields<'a>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.inner(key, table, value.span())),
            _ => {
                self.wrong_type(sheet, key, value, "a table of keys");
                None
            }
        }
    }

    /// A list of tables in it.
    pub fn tables(&mut self, sheet: &mut Sheet, key: &'static str) -> Vec<Fields<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let mut out = Vec::new();
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items.iter() {
                    match item.get_ref() {
                        DeValue::Table(table) => out.push(self.inner(key, table, item.span())),
                        _ => self.wrong_type(sheet, key, item, "a table of keys"),
                    }
                }
            }
            _ => self.wrong_type(sheet, key, value, &format!("a list of tables, `[[{key}]]`")),
        }
        out
    }

    /// All keys with their texts, in the order of the file: for tables whose keys the writer chooses.
    pub fn pairs(self, sheet: &mut Sheet) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut out: Vec<_> = self
            .table
            .iter()
            .filter_map(|(key, value)| {
                let text = self.one_text(sheet, key.get_ref(), value)?;
                Some((Spanned::new(key.span(), key.get_ref().to_string()), text))
            })
            .collect();
        out.sort_by_key(|(key, _)| key.span().start);
        out
    }

    /// Reports every key that was never asked for.
    pub fn finish(self, sheet: &mut Sheet) {
        for key in self.table.keys().filter(|key| !self.asked.contains(&key.get_ref().as_ref())) {
            let message = format!("{} has a key that is not known: `{}{}`", self.owner, self.prefix, key.get_ref());
            sheet.report("unknown_key", key.span(), message, "not known", Some(did_you_mean(key.get_ref(), self.asked.iter().copied())));
        }
    }
}

/// A TOML type in plain words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
