//! What a subscription is.

use crate::ids::{AccountId, SubscriptionId, TokenId};
use crate::notifications::NotificationKind;
use crate::schema::push_subscriptions;
use crate::{Error, Result};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use diesel::prelude::*;

/// Octets of a device's secret (RFC 8291 §3.2).
const SECRET: usize = 16;

/// A device, as its app names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its address at its push service.
    pub endpoint: String,
    /// Its public key: a point of P-256, uncompressed.
    pub p256dh: Vec<u8>,
    /// The secret that it shares with whoever may write to it.
    pub auth: Vec<u8>,
    /// It reads what is encrypted as RFC 8291 says.
    pub standard: bool,
}

impl Device {
    /// Checks the keys now, while somebody is there to mend them.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what are no keys.
    pub fn check(&self) -> Result<()> {
        let ours = PrivateKey::generate(&ECDH_P256).map_err(Error::internal)?;
        let peer = UnparsedPublicKey::new(&ECDH_P256, &self.p256dh);
        let wrong = || Error::invalid("Validation failed: P256dh is not a public key of P-256");
        agree(&ours, peer, wrong(), |_| Ok(()))?;
        if self.auth.len() != SECRET {
            return Err(Error::invalid("Validation failed: Auth is not a secret of 16 octets"));
        }
        Ok(())
    }
}

/// The kinds of notifications a device wants to hear of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Alerts(pub i32);

impl Alerts {
    /// The one kind.
    #[must_use]
    pub fn only(kind: NotificationKind) -> Self {
        Self(1 << (kind as i16))
    }
}

/// From whom a device wants to hear.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(i16)]
pub enum From {
    /// Everybody.
    #[default]
    All = 0,
    /// Those whom the member follows.
    Followed = 1,
    /// Those who follow the member.
    Follower = 2,
    /// Nobody.
    None = 3,
}

impl From {
    pub(super) fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Followed,
            2 => Self::Follower,
            3 => Self::None,
            _ => Self::All,
        }
    }
}

/// A device that is told of notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Id here.
    pub id: SubscriptionId,
    /// The token of its app.
    pub token: TokenId,
    /// Whose notifications.
    pub account: AccountId,
    /// Where and how it is told.
    pub device: Device,
    /// Of what.
    pub alerts: Alerts,
    /// By whom.
    pub from: From,
}

/// A row of `push_subscriptions`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = push_subscriptions)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct Row {
    id: i64,
    token_id: TokenId,
    account_id: AccountId,
    endpoint: String,
    p256dh: Vec<u8>,
    auth: Vec<u8>,
    standard: bool,
    alerts: i32,
    policy: i16,
}

impl Row {
    pub(super) fn read(self) -> Subscription {
        let Self { endpoint, p256dh, auth, standard, .. } = self;
        Subscription {
            id: SubscriptionId(self.id),
            token: self.token_id,
            account: self.account_id,
            device: Device { endpoint, p256dh, auth, standard },
            alerts: Alerts(self.alerts),
            from: From::from_i16(self.policy),
        }
    }
}
