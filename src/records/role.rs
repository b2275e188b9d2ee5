//! The roles in which people decide (POLICY, "Entitled approvers").

use std::fmt;

macro_rules! person_roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $words:literal;)*) => {
        /// In which role a person decides; records and `[[people]]` share the names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PersonRole { $($(#[$doc])* $variant,)* }

        impl PersonRole {
            pub const ALL: &'static [PersonRole] = &[$(PersonRole::$variant,)*];

            /// The name in files, kebab-case.
            pub fn name(self) -> &'static str {
                match self { $(PersonRole::$variant => $name,)* }
            }

            /// The role in a sentence, with its article.
            pub fn words(self) -> &'static str {
                match self { $(PersonRole::$variant => $words,)* }
            }
        }
    };
}

person_roles! {
    /// The partner's contact for the title, who approves in writing.
    PlatformContact = "platform-contact", "the platform contact";
    ProductionCounsel = "production-counsel", "production counsel";
    Producer = "producer", "the producer";
    Showrunner = "showrunner", "the showrunner";
    /// The studio or production company as the employer.
    Company = "company", "the company";
    Performer = "performer", "the performer";
    PerformerRepresentative = "performer-representative", "the performer's representative";
    Estate = "estate", "the estate";
    Guardian = "guardian", "the guardian";
    RightsHolder = "rights-holder", "the rights holder";
    ClearanceResearcher = "clearance-researcher", "the clearance researcher";
    Guild = "guild", "the guild";
    Director = "director", "the director";
}

impl PersonRole {
    /// Who may approve where a rule names nobody.
    pub const APPROVERS: &'static [PersonRole] = &[PersonRole::PlatformContact, PersonRole::ProductionCounsel];

    /// Who can consent: the person, or who stands for the person.
    pub const CONSENTERS: &'static [PersonRole] =
        &[PersonRole::Performer, PersonRole::PerformerRepresentative, PersonRole::Estate, PersonRole::Guardian, PersonRole::RightsHolder];

    pub fn from_name(name: &str) -> Option<PersonRole> {
        PersonRole::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// The names of all roles.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        PersonRole::ALL.iter().map(|role| role.name())
    }
}

impl fmt::Display for PersonRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Several roles in a sentence: "the platform contact or production counsel".
pub(crate) fn any_of(roles: &[PersonRole]) -> String {
    match roles {
        [] => "nobody".to_owned(),
        [one] => one.words().to_owned(),
        [some @ .., last] => {
            let some: Vec<&str> = some.iter().map(|role| role.words()).collect();
            format!("{} or {}", some.join(", "), last.words())
        }
    }
}
