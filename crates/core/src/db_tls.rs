//! Opens one connection to Postgres: plain over a unix socket, by TLS where the address asks for it.

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection as _};
use rustls_platform_verifier::ConfigVerifierExt as _;
use tokio_postgres::NoTls;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

fn bad(error: impl std::fmt::Display) -> ConnectionError {
    ConnectionError::BadConnection(error.to_string())
}

/// Connects to `url`. `sslmode=require` (or `prefer`, the default) uses TLS with the machine's certificates; unix
/// sockets never do.
pub(crate) async fn establish(url: String) -> ConnectionResult<AsyncPgConnection> {
    let config: tokio_postgres::Config = url.parse().map_err(bad)?;
    let sockets_only =
        config.get_hosts().iter().all(|host| matches!(host, tokio_postgres::config::Host::Unix(_)));
    if sockets_only || config.get_ssl_mode() == SslMode::Disable {
        let (client, connection) = config.connect(NoTls).await.map_err(bad)?;
        return set_up(AsyncPgConnection::try_from_client_and_connection(client, connection).await?).await;
    }
    let tls = rustls::ClientConfig::with_platform_verifier().map_err(bad)?;
    let (client, connection) = config.connect(MakeRustlsConnect::new(tls)).await.map_err(bad)?;
    set_up(AsyncPgConnection::try_from_client_and_connection(client, connection).await?).await
}

/// Our statements touch few rows by indexes, whatever they are asked for: one plan each serves for ever, and making one
/// costs more than running it. No plan may be chosen because a table happened to be small when it was made. What they
/// read is in memory or on a disk that does not seek.
const SETTINGS: &str = "SET jit = off; SET random_page_cost = 1.1; SET plan_cache_mode = force_generic_plan; \
    SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

async fn set_up(mut connection: AsyncPgConnection) -> ConnectionResult<AsyncPgConnection> {
    connection.batch_execute(SETTINGS).await.map_err(bad)?;
    Ok(connection)
}
