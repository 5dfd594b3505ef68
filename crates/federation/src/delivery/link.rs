//! The sender's own connection, so that requests that use up the pool cannot keep it from its leases.

use diesel_async::SimpleAsyncConnection as _;
use diesel_async::pooled_connection::deadpool::Object;
use hearth_core::Error;
use hearth_core::db::{Conn, Db};

/// Postgres keeps a plan as long as its connection, and makes it when the tables are empty. Every statement of the
/// sender is a walk over an index, however little there is to walk over; compiling one takes longer than running it.
const SETTINGS: &str =
    "SET jit = off; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

/// A connection that is not the pool's any more.
///
/// # Errors
/// When Postgres cannot be reached.
pub(super) async fn connect(db: &Db) -> Result<Conn, Error> {
    let mut conn = Object::take(db.conn().await?);
    conn.batch_execute(SETTINGS).await?;
    Ok(conn)
}
