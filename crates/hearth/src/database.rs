//! Opens the database: the one that is set, or a private cluster that this program runs.

use crate::config::Config;
use anyhow::Context as _;
use hearth_core::db::Db;
use hearth_embedded_postgres::{Cluster, Settings};

/// The database and, where this program runs it, its cluster (which stops when this is dropped).
#[derive(Debug)]
pub struct Database {
    /// The pool.
    pub db: Db,
    cluster: Option<Cluster>,
}

impl Database {
    /// Opens what `config` names, with every migration applied.
    ///
    /// # Errors
    /// When Postgres cannot be found, started or reached.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        let this = Self::open_as_it_is(config).await?;
        let applied = this.db.migrate().await.context("the database could not be brought up to date")?;
        if applied > 0 {
            tracing::info!(applied, "database brought up to date");
        }
        Ok(this)
    }

    /// Opens what `config` names and leaves the schema alone.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_as_it_is(config: &Config) -> anyhow::Result<Self> {
        let settings = &config.database;
        if !settings.url.is_empty() {
            return Ok(Self { db: Db::new(&settings.url, settings.pool_size)?, cluster: None });
        }
        let data_dir = config.server.data_dir.clone();
        let wanted = Settings {
            data_dir,
            durable: settings.durable,
            max_connections: u32::try_from(settings.pool_size)?.saturating_mul(2).saturating_add(20),
            extra: Vec::new(),
        };
        let cluster = tokio::task::spawn_blocking(move || Cluster::start(&wanted)).await??;
        ensure_database(&cluster.url("postgres")).await.context("the database `hearth` could not be made")?;
        let db = Db::new(&cluster.url("hearth"), settings.pool_size)?;
        Ok(Self { db, cluster: Some(cluster) })
    }

    /// Closes the pool and stops the cluster, if this program started it.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub async fn close(self) -> anyhow::Result<()> {
        self.db.pool().close();
        if let Some(cluster) = self.cluster {
            tokio::task::spawn_blocking(move || cluster.stop()).await??;
        }
        Ok(())
    }
}

/// Makes the database `hearth` in a fresh cluster.
async fn ensure_database(maintenance: &str) -> anyhow::Result<()> {
    use diesel_async::SimpleAsyncConnection as _;
    let admin = Db::new(maintenance, 1)?;
    let mut conn = admin.conn().await?;
    match conn.batch_execute("CREATE DATABASE hearth").await {
        Ok(()) => Ok(()),
        Err(diesel::result::Error::DatabaseError(_, info)) if info.message().contains("already exists") => {
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
