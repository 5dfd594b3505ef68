//! Access tokens: made, checked and revoked. Only their SHA-256 is kept.

pub use super::scopes::Scopes;
use crate::accounts::Account;
use crate::apps::App;
use crate::db::Conn;
use crate::elsewhere::Elsewhere;
use crate::epoch::Epoch;
use crate::ids::{AccountId, TokenId};
use crate::schema::{grants, tokens, web_sessions};
use crate::secret::{self, hash};
use crate::signup::waiting;
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use moka::sync::Cache;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::watch;

/// Who speaks, and what they may do.
#[derive(Debug, Clone)]
pub struct Session {
    /// The token.
    pub token: TokenId,
    /// The member; `None` for a token of an app alone.
    pub account: Option<Arc<Account>>,
    /// What it allows.
    pub scopes: Scopes,
}

/// Sessions by the hash of their token, for at most a second.
#[derive(Debug)]
pub struct SessionCache {
    kept: Cache<[u8; 32], Session>,
    epoch: Epoch,
    turned: watch::Sender<()>,
    elsewhere: Weak<Elsewhere>,
}

impl SessionCache {
    const WORD: &str = "session";

    /// An empty cache, which forgets what changes elsewhere too.
    #[must_use]
    pub fn new(elsewhere: &Arc<Elsewhere>) -> Arc<Self> {
        let kept = Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(1)).build();
        let (epoch, turned) = (Epoch::default(), watch::Sender::new(()));
        let this = Arc::new(Self { kept, epoch, turned, elsewhere: Arc::downgrade(elsewhere) });
        let ear = Arc::clone(&this);
        elsewhere.hear(Self::WORD, move |_| ear.drop_here());
        this
    }

    /// Forgets all sessions, after the commit that changed some token or account; other processes do too.
    pub fn forget_all(&self) {
        self.drop_here();
        if let Some(elsewhere) = self.elsewhere.upgrade() {
            elsewhere.say(Self::WORD, 0);
        }
    }

    /// Told whenever some token or account may have changed, here or in another process.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<()> {
        self.turned.subscribe()
    }

    fn drop_here(&self) {
        self.epoch.turn();
        self.kept.invalidate_all();
        self.turned.send_replace(());
    }
}

/// A token to be made by hand.
#[derive(Debug, Clone, Copy)]
pub struct ByHand<'a> {
    /// Whose; `None` for a token of an app alone.
    pub account: Option<AccountId>,
    /// Through which app.
    pub app: Option<&'a App>,
    /// What it allows.
    pub scopes: &'a Scopes,
    /// What it is for.
    pub label: &'a str,
    /// Its text; otherwise it is random.
    pub literal: Option<&'a str>,
}

/// Makes a token for `account`; `literal` fixes its text (scripts, tests), otherwise it is random. Answers the text,
/// which is not kept. A literal that the account already has gets the new scopes, and holds again if it was revoked.
///
/// # Errors
/// As [`by_hand`].
pub async fn create(
    core: &Core,
    account: AccountId,
    scopes: &Scopes,
    label: &str,
    literal: Option<&str>,
) -> Result<String> {
    by_hand(core, &ByHand { account: Some(account), app: None, scopes, label, literal }).await
}

/// As [`create`], also for an app, or for an app alone.
///
/// # Errors
/// [`Error::Invalid`] for a literal that no header can carry; [`Error::Conflict`] when it is somebody else's.
pub async fn by_hand(core: &Core, new: &ByHand<'_>) -> Result<String> {
    let text = match new.literal {
        Some(text) if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
            return Err(Error::invalid("a token is made of visible ASCII characters, without spaces"));
        }
        Some(text) => text.to_owned(),
        None => secret::fresh(core),
    };
    let mut conn = core.db.conn().await?;
    let written = sql("INSERT INTO tokens (hash, account_id, app_id, scopes, label, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (hash) DO UPDATE SET scopes = excluded.scopes, label = excluded.label, app_id = excluded.app_id, \
             revoked_at = NULL \
         WHERE tokens.account_id IS NOT DISTINCT FROM excluded.account_id")
    .bind::<Binary, _>(hash(&text).to_vec())
    .bind::<Nullable<BigInt>, _>(new.account)
    .bind::<Nullable<BigInt>, _>(new.app.map(|app| app.id))
    .bind::<Array<Text>, _>(new.scopes.as_slice().to_vec())
    .bind::<Text, _>(new.label.to_owned())
    .bind::<Timestamptz, _>(core.now())
    .execute(&mut conn)
    .await?;
    core.sessions.forget_all();
    if written == 0 {
        Err(Error::Conflict("this token belongs to another account".to_owned()))
    } else {
        Ok(text)
    }
}

/// A token that was just made.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Its id here.
    pub token: TokenId,
    /// Its text, which is not kept.
    pub text: String,
    /// What it allows.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Makes the token of an app, for a member or for the app alone.
///
/// # Errors
/// When Postgres fails.
pub async fn issue(core: &Core, account: Option<AccountId>, app: &App, scopes: &Scopes) -> Result<Issued> {
    let mut conn = core.db.conn().await?;
    issue_in(core, &mut conn, account, app, scopes).await
}

/// As [`issue`], in the caller's transaction.
pub(crate) async fn issue_in(
    core: &Core,
    conn: &mut Conn,
    account: Option<AccountId>,
    app: &App,
    scopes: &Scopes,
) -> Result<Issued> {
    let (text, now) = (secret::fresh(core), core.now());
    let id = diesel::insert_into(tokens::table)
        .values((
            tokens::hash.eq(hash(&text).to_vec()),
            tokens::account_id.eq(account.map(|account| account.0)),
            tokens::app_id.eq(app.id.0),
            tokens::scopes.eq(scopes.as_slice()),
            tokens::label.eq(&app.name),
            tokens::created_at.eq(now),
        ))
        .returning(tokens::id)
        .get_result::<i64>(conn)
        .await?;
    Ok(Issued { token: TokenId(id), text, scopes: scopes.clone(), created_at: now })
}

/// The session a token stands for: `None` for unknown and revoked tokens and suspended accounts. Kept in memory for at
/// most a second, since revocation must hold at once. Tokens are only ever compared as hashes, by an index, so that
/// the time an answer takes tells nothing of how much of a guess was right.
///
/// # Errors
/// [`Error::Forbidden`] for the token of somebody who asked for an account and waits for an answer.
pub async fn session(core: &Core, token: &str) -> Result<Option<Session>> {
    let hash = hash(token);
    if let Some(session) = core.sessions.kept.get(&hash) {
        return Ok(Some(session));
    }
    let before = core.sessions.epoch.now();
    let mut conn = core.db.conn().await?;
    let Some(row) = sql("SELECT t.id, t.account_id, t.scopes, t.last_used_at FROM tokens t \
         LEFT JOIN accounts a ON a.id = t.account_id \
         WHERE t.hash = $1 AND t.revoked_at IS NULL AND a.suspended_at IS NULL AND a.gone_at IS NULL")
    .bind::<Binary, _>(hash.to_vec())
    .get_result::<Row>(&mut conn)
    .await
    .optional()?
    else {
        return waiting::refuse(&mut conn, &hash).await.map(|()| None);
    };
    let now = core.now();
    if row.last_used_at.is_none_or(|then| now - then > TimeDelta::hours(1)) {
        diesel::update(tokens::table.find(row.id))
            .set(tokens::last_used_at.eq(now))
            .execute(&mut conn)
            .await?;
    }
    let account = match row.account_id {
        None => None,
        Some(id) => match core.accounts.get(&mut conn, &[id]).await?.remove(&id) {
            // Deleted in between.
            None => return Ok(None),
            found => found,
        },
    };
    let session = Session { token: TokenId(row.id), account, scopes: Scopes::stored(row.scopes) };
    core.sessions.kept.insert(hash, session.clone());
    if core.sessions.epoch.now() != before {
        core.sessions.kept.invalidate(&hash);
    }
    Ok(Some(session))
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    account_id: Option<AccountId>,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    last_used_at: Option<DateTime<Utc>>,
}

/// Revokes one token, at once. An unknown one is as good as revoked.
///
/// # Errors
/// When Postgres fails.
pub async fn revoke(core: &Core, token: TokenId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::update(tokens::table.find(token.0).filter(tokens::revoked_at.is_null()))
        .set(tokens::revoked_at.eq(core.now()))
        .execute(&mut conn)
        .await?;
    core.sessions.forget_all();
    Ok(())
}

/// Revokes all tokens of an account.
///
/// # Errors
/// When Postgres fails.
pub async fn revoke_all(core: &Core, account: AccountId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    revoke_in(core, &mut conn, account).await?;
    core.sessions.forget_all();
    Ok(())
}

/// As [`revoke_all`], in the caller's transaction, with the codes that were not exchanged yet and the browsers; the caller
/// forgets the sessions after its commit.
pub(crate) async fn revoke_in(core: &Core, conn: &mut Conn, account: AccountId) -> Result<()> {
    diesel::update(tokens::table.filter(tokens::account_id.eq(account)).filter(tokens::revoked_at.is_null()))
        .set(tokens::revoked_at.eq(core.now()))
        .execute(conn)
        .await?;
    diesel::delete(grants::table.filter(grants::account_id.eq(account.0))).execute(conn).await?;
    diesel::delete(web_sessions::table.filter(web_sessions::account_id.eq(account.0))).execute(conn).await?;
    Ok(())
}
