//! One statement on one pooled connection, with a limit on how long a silent database is waited for.

use std::time::Duration;

use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{Error, Pool};

/// Runs a statement and returns its rows.
pub(crate) async fn load<'q, S, T>(pool: &Pool, patience: Duration, statement: S) -> Result<Vec<T>, Error>
where
    S: LoadQuery<'q, AsyncPgConnection, T> + Send + 'q,
    T: Send,
{
    let answer = async {
        let mut conn = pool.get().await?;
        Ok(statement.load(&mut *conn).await?)
    };
    // A cut cable answers nothing at all for a quarter of an hour. By the end of the lease waiting has lost its point.
    match tokio::time::timeout(patience, answer).await {
        Ok(rows) => rows,
        Err(_) => Err(Error::Silent(patience)),
    }
}
