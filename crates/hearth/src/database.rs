//! Opens the database: the one that is set, or a private cluster that this program runs.

use crate::config::Config;
use anyhow::Context as _;
use hearth_core::db::Db;
use hearth_embedded_postgres::{Cluster, Settings};
use std::convert::Infallible;
use std::time::Duration;

/// How often to look whether the cluster's server still runs.
const LOOK: Duration = Duration::from_millis(200);
/// How long to wait after a start that failed.
const BETWEEN_STARTS: Duration = Duration::from_secs(5);

/// The database and, where this program runs it, its cluster (which stops when this is dropped).
#[derive(Debug)]
pub struct Database {
    /// The pool.
    pub db: Db,
    own: Option<Own>,
}

/// A cluster that this program may start.
#[derive(Debug)]
struct Own {
    settings: Settings,
    /// None while it is being started again.
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
            return Ok(Self { db: Db::new(&settings.url, settings.pool_size)?, own: None });
        }
        let data_dir = config.server.data_dir.clone();
        let wanted = Settings {
            data_dir,
            durable: settings.durable,
            max_connections: u32::try_from(settings.pool_size)?.saturating_mul(2).saturating_add(20),
            extra: Vec::new(),
        };
        let settings_of_it = wanted.clone();
        let cluster = tokio::task::spawn_blocking(move || Cluster::start(&wanted)).await??;
        ensure_database(&cluster.url("postgres")).await.context("the database `hearth` could not be made")?;
        let db = Db::new(&cluster.url("hearth"), settings.pool_size)?;
        Ok(Self { db, own: Some(Own { settings: settings_of_it, cluster: Some(cluster) }) })
    }

    /// Starts the cluster again whenever its server dies, for as long as this is polled. Its address stays the same, so
    /// the pool finds it; who asks meanwhile is told to come again.
    pub async fn look_after(&mut self) -> Infallible {
        let Some(own) = &mut self.own else { return std::future::pending().await };
        loop {
            tokio::time::sleep(LOOK).await;
            if !own.cluster.as_mut().is_some_and(Cluster::is_running) {
                own.start_again().await;
            }
        }
    }

    /// Closes the pool and stops the cluster, if this program started it.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub async fn close(self) -> anyhow::Result<()> {
        self.db.pool().close();
        if let Some(cluster) = self.own.and_then(|own| own.cluster) {
            tokio::task::spawn_blocking(move || cluster.stop()).await??;
        }
        Ok(())
    }
}

impl Own {
    async fn start_again(&mut self) {
        tracing::error!("Postgres has ended, though nobody here told it to; it is started again");
        let (gone, settings) = (self.cluster.take(), self.settings.clone());
        let started = tokio::task::spawn_blocking(move || {
            // It holds the lock that the next one needs.
            drop(gone);
            Cluster::start(&settings)
        });
        match started.await.map_err(anyhow::Error::from).and_then(|started| Ok(started?)) {
            Ok(cluster) => {
                tracing::info!(pid = cluster.pid(), "Postgres runs again");
                self.cluster = Some(cluster);
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "Postgres does not start; it is tried again");
                tokio::time::sleep(BETWEEN_STARTS).await;
            }
        }
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
