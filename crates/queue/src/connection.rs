//! One statement on one pooled connection, with a limit on how long a silent database is waited for.

use std::time::Duration;

use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures::FutureExt;

use crate::{Error, Pool};

/// Runs a statement and returns its rows.
///
/// The signature says `Send` itself, for the compiler cannot work it out through diesel's traits.
pub(crate) fn load<S, T>(
    pool: &Pool,
    patience: Duration,
    statement: S,
) -> impl Future<Output = Result<Vec<T>, Error>> + Send
where
    S: LoadQuery<'static, AsyncPgConnection, T> + Send + 'static,
    T: Send + 'static,
{
    let answer = async {
        let mut conn = pool.get().await?;
        Ok(statement.load(&mut *conn).await?)
    };
    // A cut cable answers nothing at all for a quarter of an hour. By the end of the lease waiting has lost its point.
    tokio::time::timeout(patience, answer).map(move |rows| rows.unwrap_or(Err(Error::Silent(patience))))
}
