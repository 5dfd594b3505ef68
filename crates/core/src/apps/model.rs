//! What an app is.

use crate::ids::AppId;
use crate::members::Scopes;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text};

/// A program that registered itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its id here.
    pub id: AppId,
    /// The id it gives itself out by.
    pub client_id: String,
    /// Its name, as it says.
    pub name: String,
    /// Where people read about it, as it says.
    pub website: Option<String>,
    /// Where members may be sent back to, each as a whole.
    pub redirect_uris: Vec<String>,
    /// What it may ask for at most.
    pub scopes: Scopes,
}

/// The redirect address of apps that cannot be sent back to: the code is shown to the member instead.
pub const SHOWN: &str = "urn:ietf:wg:oauth:2.0:oob";

impl App {
    /// Whether members may be sent back to this address: one of those registered, byte for byte (RFC 9700, 2.1).
    #[must_use]
    pub fn returns_to(&self, address: &str) -> bool {
        self.redirect_uris.iter().any(|known| known == address)
    }

    /// Whether the code is shown rather than sent to this address.
    #[must_use]
    pub fn is_shown(address: &str) -> bool {
        address == SHOWN
    }
}

#[derive(QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = BigInt)]
    id: AppId,
    #[diesel(sql_type = Text)]
    client_id: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    website: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    redirect_uris: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
}

impl From<Row> for App {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            client_id: row.client_id,
            name: row.name,
            website: row.website,
            redirect_uris: row.redirect_uris,
            scopes: Scopes::stored(row.scopes),
        }
    }
}
