//! How somebody who waits would look as an account, for those who decide.

use super::Application;
use crate::Core;
use crate::accounts::{Account, AccountKind};

impl Application {
    /// The account that there will be; nothing finds it yet.
    #[must_use]
    pub fn outline(&self, core: &Core) -> Account {
        Account {
            id: self.id,
            name: self.name.clone(),
            host: None,
            kind: AccountKind::Person,
            uri: core.here.account_uri(&self.name),
            url: core.here.account_url(&self.name),
            display_name: String::new(),
            note_html: String::new(),
            note_source: String::new(),
            profile: crate::accounts::Profile::default(),
            inbox_url: String::new(),
            endpoints: crate::accounts::Endpoints::default(),
            locked: false,
            bot: false,
            discoverable: false,
            indexable: false,
            also_known_as: Vec::new(),
            moved_to: None,
            moved_at: None,
            suspended_at: None,
            gone_at: None,
            barred_at: None,
            last_story_at: None,
            fetched_at: None,
            created_at: self.created_at,
            updated_at: self.created_at,
        }
    }
}
