//! Keys: pairs of local accounts, public keys of remote ones, and spare pairs made ahead.

use super::Account;
use super::keygen::{self, Pairs};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::{keys, spare_keys};
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// Signature algorithm of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i16)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rsa = 0,
    /// Ed25519.
    Ed25519 = 1,
}

/// A key as it is stored.
#[derive(Clone)]
pub struct Key {
    /// `keyId`.
    pub uri: String,
    /// Whose.
    pub account_id: AccountId,
    /// What kind.
    pub algorithm: Algorithm,
    /// PEM (SPKI) for RSA, Multikey multibase for Ed25519.
    pub public_key: String,
    /// PKCS#8 DER, for local accounts only.
    pub private_key: Option<Vec<u8>>,
    /// When it was last read from its origin.
    pub fetched_at: DateTime<Utc>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Private keys stay out of logs.
        f.debug_struct("Key")
            .field("uri", &self.uri)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// A key as a remote actor document names it.
#[derive(Debug, Clone)]
pub struct RemoteKey {
    /// `keyId`.
    pub uri: String,
    /// What kind.
    pub algorithm: Algorithm,
    /// PEM for RSA, multibase for Ed25519.
    pub public_key: String,
}

/// The keys of an account, RSA first.
///
/// # Errors
/// When Postgres fails.
pub async fn of_account(core: &Core, account: AccountId) -> Result<Vec<Key>> {
    let mut conn = core.db.conn().await?;
    let rows = keys::table
        .filter(keys::account_id.eq(account))
        .order((keys::algorithm, keys::uri))
        .select(KeyRow::as_select())
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(Key::from).collect())
}

/// The key with this `keyId`, if it is known.
///
/// # Errors
/// When Postgres fails.
pub async fn by_uri(core: &Core, uri: &str) -> Result<Option<Key>> {
    let mut conn = core.db.conn().await?;
    let row = keys::table.find(uri).select(KeyRow::as_select()).first(&mut conn).await.optional()?;
    Ok(row.map(Key::from))
}

/// Makes spare pairs until `wanted` are in stock; generation runs on blocking threads.
///
/// # Errors
/// When Postgres fails or the system has no randomness.
pub async fn stock_up(core: &Core, wanted: i64) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let stock = spare_keys::table.count().get_result::<i64>(&mut conn).await?;
    drop(conn);
    for _ in stock..wanted {
        let pairs = keygen::pairs().await?;
        let mut conn = core.db.conn().await?;
        diesel::insert_into(spare_keys::table)
            .values((
                spare_keys::rsa_private.eq(pairs.rsa_private),
                spare_keys::rsa_public.eq(pairs.rsa_public),
                spare_keys::ed25519_private.eq(pairs.ed25519_private),
                spare_keys::ed25519_public.eq(pairs.ed25519_public),
            ))
            .execute(&mut conn)
            .await?;
    }
    Ok(())
}

/// Takes a spare pair out of stock, in the caller's transaction; two who come at once get two.
pub(super) async fn take_spare(conn: &mut Conn) -> Result<Option<Pairs>> {
    let Some(id) = spare_keys::table
        .select(spare_keys::id)
        .order(spare_keys::id)
        .limit(1)
        .for_update()
        .skip_locked()
        .first::<i64>(conn)
        .await
        .optional()?
    else {
        return Ok(None);
    };
    let (rsa_private, rsa_public, ed25519_private, ed25519_public) =
        diesel::delete(spare_keys::table.find(id))
            .returning((
                spare_keys::rsa_private,
                spare_keys::rsa_public,
                spare_keys::ed25519_private,
                spare_keys::ed25519_public,
            ))
            .get_result(conn)
            .await?;
    Ok(Some(Pairs { rsa_private, rsa_public, ed25519_private, ed25519_public }))
}

/// Gives a local account its keys, in the caller's transaction.
pub(super) async fn give(core: &Core, conn: &mut Conn, account: &Account, pairs: Pairs) -> Result<()> {
    let key = |fragment: &str, algorithm: Algorithm, public: String, private: Vec<u8>| {
        (
            keys::uri.eq(format!("{}#{fragment}", account.uri)),
            keys::account_id.eq(account.id),
            keys::algorithm.eq(algorithm as i16),
            keys::public_key.eq(public),
            keys::private_key.eq(Some(private)),
            keys::fetched_at.eq(core.now()),
        )
    };
    diesel::insert_into(keys::table)
        .values(vec![
            key("main-key", Algorithm::Rsa, pairs.rsa_public, pairs.rsa_private),
            key("ed25519-key", Algorithm::Ed25519, pairs.ed25519_public, pairs.ed25519_private),
        ])
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps exactly these keys for a remote account, in the caller's transaction. A `keyId` that another account holds
/// stays with that one.
pub(super) async fn replace(
    core: &Core,
    conn: &mut Conn,
    account: AccountId,
    named: &[RemoteKey],
) -> Result<()> {
    let uris: Vec<&str> = named.iter().map(|key| key.uri.as_str()).collect();
    diesel::delete(keys::table.filter(keys::account_id.eq(account)).filter(keys::uri.ne_all(uris)))
        .execute(conn)
        .await?;
    for key in named {
        sql("INSERT INTO keys (uri, account_id, algorithm, public_key, fetched_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (uri) DO UPDATE SET algorithm = excluded.algorithm, public_key = excluded.public_key, \
             fetched_at = excluded.fetched_at WHERE keys.account_id = excluded.account_id")
        .bind::<Text, _>(&key.uri)
        .bind::<BigInt, _>(account)
        .bind::<SmallInt, _>(key.algorithm as i16)
        .bind::<Text, _>(&key.public_key)
        .bind::<Timestamptz, _>(core.now())
        .execute(conn)
        .await?;
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = keys)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct KeyRow {
    uri: String,
    account_id: AccountId,
    algorithm: i16,
    public_key: String,
    private_key: Option<Vec<u8>>,
    fetched_at: DateTime<Utc>,
}

impl From<KeyRow> for Key {
    fn from(row: KeyRow) -> Self {
        Self {
            uri: row.uri,
            account_id: row.account_id,
            algorithm: if row.algorithm == Algorithm::Ed25519 as i16 {
                Algorithm::Ed25519
            } else {
                Algorithm::Rsa
            },
            public_key: row.public_key,
            private_key: row.private_key,
            fetched_at: row.fetched_at,
        }
    }
}
