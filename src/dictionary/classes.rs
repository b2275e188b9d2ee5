//! Classes of dictionary entries and phrases, and groups of classes (`person` for performers, politicians and so on).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A class by its number; numbers are given when the dictionaries are compiled, in the order of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u8);

/// Classes of what is known by its shape; they are there whatever the dictionaries hold.
pub const SHAPES: &[&str] = &[
    "handle",
    "attribution",
    "quoted-speech",
    "phone-number",
    "mail-address",
    "web-address",
    "street-address",
    "plate-number",
    "link",
    "unknown-name",
    "first-name",
];

/// A set of at most 256 classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClassSet(pub [u64; 4]);

impl ClassSet {
    pub const EMPTY: ClassSet = ClassSet([0; 4]);

    pub const ALL: ClassSet = ClassSet([u64::MAX; 4]);

    #[must_use]
    pub const fn of(class: ClassId) -> ClassSet {
        let mut bits = [0; 4];
        bits[(class.0 / 64) as usize] = 1 << (class.0 % 64);
        ClassSet(bits)
    }

    pub const fn has(self, class: ClassId) -> bool {
        self.0[(class.0 / 64) as usize] >> (class.0 % 64) & 1 == 1
    }

    pub const fn meets(self, other: ClassSet) -> bool {
        self.0[0] & other.0[0] | self.0[1] & other.0[1] | self.0[2] & other.0[2] | self.0[3] & other.0[3] != 0
    }

    #[must_use]
    pub const fn and(self, other: ClassSet) -> ClassSet {
        ClassSet([self.0[0] | other.0[0], self.0[1] | other.0[1], self.0[2] | other.0[2], self.0[3] | other.0[3]])
    }

    /// Those of `self` that are not in `other`.
    #[must_use]
    pub const fn without(self, other: ClassSet) -> ClassSet {
        ClassSet([self.0[0] & !other.0[0], self.0[1] & !other.0[1], self.0[2] & !other.0[2], self.0[3] & !other.0[3]])
    }

    pub const fn is_empty(self) -> bool {
        self.0[0] | self.0[1] | self.0[2] | self.0[3] == 0
    }
}

/// The names of classes and groups.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    names: Vec<String>,
    groups: BTreeMap<String, ClassSet>,
}

impl Classes {
    /// How many classes a [`ClassSet`] holds.
    pub const MOST: usize = 256;

    /// Returns the class called `name`, giving it a number if it is new; `None` when there are too many.
    pub fn intern(&mut self, name: &str) -> Option<ClassId> {
        if let Some(id) = self.id(name) {
            return Some(id);
        }
        if self.names.len() >= Classes::MOST {
            return None;
        }
        self.names.push(name.to_owned());
        Some(ClassId(self.names.len() as u8 - 1))
    }

    pub fn id(&self, name: &str) -> Option<ClassId> {
        self.names.iter().position(|n| n == name).map(|i| ClassId(i as u8))
    }

    pub fn name(&self, id: ClassId) -> &str {
        self.names.get(id.0 as usize).map_or("", String::as_str)
    }

    /// All class names, by number.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn define_group(&mut self, name: &str, set: ClassSet) {
        self.groups.insert(name.to_owned(), set);
    }

    pub fn groups(&self) -> impl Iterator<Item = (&str, ClassSet)> {
        self.groups.iter().map(|(name, set)| (name.as_str(), *set))
    }

    /// Returns the set that a class or group name stands for.
    pub fn set(&self, name: &str) -> Option<ClassSet> {
        self.id(name).map(ClassSet::of).or_else(|| self.groups.get(name).copied())
    }

    /// The names of a set, in order.
    pub fn names_of(&self, set: ClassSet) -> Vec<&str> {
        (0..self.names.len() as u8).filter(|&i| set.has(ClassId(i))).map(|i| self.name(ClassId(i))).collect()
    }
}
