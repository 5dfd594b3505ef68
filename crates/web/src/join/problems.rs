//! What is to be mended before somebody can join, in words that stand beside the field.

use hearth_core::signup::Flaw;

/// The words by field; empty where nothing is to be mended.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problems {
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
    pub(crate) password: &'static str,
    pub(crate) code: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) agrees: &'static str,
}

impl Problems {
    /// Of what the domain says.
    pub(crate) fn of(flaws: &[Flaw]) -> Self {
        let mut problems = Self::default();
        for flaw in flaws {
            let (field, words) = problems.field(*flaw);
            *field = words;
        }
        problems
    }

    /// An invitation that does not hold, or none.
    pub(crate) fn uninvited(words: &'static str) -> Self {
        Self { code: words, ..Self::default() }
    }

    /// Whether there is any.
    pub(crate) fn any(&self) -> bool {
        let all = [self.name, self.email, self.password, self.code, self.reason, self.agrees];
        all.iter().any(|words| !words.is_empty())
    }

    fn field(&mut self, flaw: Flaw) -> (&mut &'static str, &'static str) {
        match flaw {
            Flaw::NameInvalid => {
                (&mut self.name, "Small letters from a to z, digits and underscores, at most 30 of them.")
            }
            Flaw::NameTaken => (&mut self.name, "Somebody has this name. Please choose another."),
            Flaw::EmailInvalid => (&mut self.email, "This is not a whole e-mail address."),
            Flaw::EmailTaken => (&mut self.email, "Somebody here has this address already."),
            Flaw::PasswordShort => (&mut self.password, "Please choose a longer one: at least 8 characters."),
            Flaw::PasswordLong => (&mut self.password, "Please choose a shorter one: at most 1000 bytes."),
            Flaw::ReasonMissing => (&mut self.reason, "Please say a sentence or two about why you come."),
            Flaw::ReasonLong => (&mut self.reason, "Please say it shorter: at most 1000 characters."),
            Flaw::Disagrees => (&mut self.agrees, "To live here, please agree to the rules."),
        }
    }
}
