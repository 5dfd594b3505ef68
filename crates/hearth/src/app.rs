//! Puts the parts together: one Hearth, with its routes and its worker.

use crate::config::Config;
use crate::proxies::{self, Network};
use axum::Router;
use hearth_core::chance::Chance;
use hearth_core::clock::{Clock, SystemClock};
use hearth_core::db::Db;
use hearth_core::here::Here;
use hearth_core::streams::Said;
use hearth_core::{Core, Parts};
use hearth_federation::Federation;
use hearth_media::film::Tools;
use hearth_media::store::{Disk, Store};
use hearth_queue::{Bell, Connect};
use hearth_worker::{Context, Worker};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::Layer as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

/// No request of the pages, the client API or another server takes longer than this.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long requests and jobs under way may take to finish after the signal to stop.
const GRACE: Duration = Duration::from_secs(20);

/// One Hearth.
pub struct App {
    /// The domain.
    pub core: Core,
    /// Other servers.
    pub federation: Federation,
    files: Arc<dyn Store>,
    others: Arc<dyn Store>,
    tools: Option<Tools>,
    config: Config,
    proxies: Arc<[Network]>,
}

/// Which halves of the work this process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Only {
    /// Both.
    #[default]
    Everything,
    /// Requests.
    Web,
    /// Jobs, deliveries, the clock.
    Worker,
}

impl App {
    /// A Hearth on `db` with the machine's clock and chance.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(config: Config, db: Db) -> anyhow::Result<Self> {
        Self::with(config, db, Arc::new(SystemClock::default()), Arc::new(Chance::new()))
    }

    /// A Hearth on the given parts; tests pass a clock they can move.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with(config: Config, db: Db, clock: Arc<dyn Clock>, chance: Arc<Chance>) -> anyhow::Result<Self> {
        let here = Here::new(&config.server.domain, config.federation.allow_http);
        let core = Core::new(Parts { db, clock, chance, here });
        let federation = Federation::new(core.clone(), config.federation.clone())?;
        let kept = |folder: &str| Arc::new(Disk::new(config.server.data_dir.join(folder)));
        let (files, others): (Arc<dyn Store>, Arc<dyn Store>) = (kept("media"), kept("cache"));
        let proxies = config.server.trusted_proxies.iter().map(|text| text.parse::<Network>());
        let proxies = proxies.collect::<Result<_, _>>().map_err(anyhow::Error::msg)?;
        let tools = Some(()).filter(|()| config.media.films).and_then(|()| Tools::find());
        Ok(Self { core, federation, files, others, tools, config, proxies })
    }

    /// Every route: other servers', apps', people's.
    pub fn router(&self) -> Router {
        let rooms = hearth_api::Rooms::new(self.core.clone(), self.files.clone(), self.others.clone())
            .with_films(self.tools.is_some());
        let settings = self.config.instance.clone();
        let api = hearth_api::State::new(self.core.clone(), self.federation.clone(), rooms, settings)
            .with_oauth(self.config.oauth.clone())
            .with_registrations(self.config.registrations.clone());
        let web = hearth_web::State::new(
            self.core.clone(),
            self.federation.clone(),
            self.config.instance.title.clone(),
            self.config.instance.description.clone(),
        )
        .with_registrations(self.config.registrations.clone(), &self.config.instance.rules);
        Router::new()
            .merge(hearth_federation::routes::router(self.federation.clone()))
            .merge(hearth_api::router(api))
            .merge(hearth_web::router(web))
            .merge(crate::commands::health::routes(self.core.clone()))
            .layer(axum::middleware::from_fn_with_state(Arc::clone(&self.proxies), proxies::note))
            .layer(TimeoutLayer::with_status_code(http::StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
            .layer(CatchPanicLayer::new())
    }

    /// The background half.
    #[must_use]
    pub fn worker(&self) -> Worker {
        Worker::new(Context {
            core: self.core.clone(),
            federation: self.federation.clone(),
            files: self.files.clone(),
            others: self.others.clone(),
            media: self.config.media.clone(),
            tools: self.tools.clone(),
        })
    }

    /// Serves on `listener` and works in the background until cancelled, then finishes what is under way.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        &self,
        listener: TcpListener,
        only: Only,
        cancel: CancellationToken,
    ) -> anyhow::Result<()> {
        hearth_core::accounts::register::instance_actor(&self.core).await?;
        if self.config.media.room() > 0 {
            hearth_core::proxied::seal::prepare(&self.core).await?;
        }
        let worker = (only != Only::Web).then(|| self.worker());
        let others = tokio::spawn(self.speak_with_others(worker.as_ref().map(Worker::bell), cancel.clone()));
        let worker = worker.map(|worker| tokio::spawn(worker.run(cancel.clone())));
        if only == Only::Worker {
            drop(listener);
            cancel.cancelled().await;
        } else {
            self.listen(listener, cancel).await?;
        }
        if let Some(worker) = worker {
            // Leases run out by themselves, so cutting a straggler loses nothing.
            let _ = tokio::time::timeout(GRACE, worker).await;
        }
        let _ = others.await;
        // The last words of this process.
        if let Err(error) = self.core.elsewhere.flush(&self.core.db).await {
            tracing::debug!(%error, "other processes were not told the last changes");
        }
        Ok(())
    }

    /// Tells other processes on the same database what changed here and that there is work, and hears them.
    fn speak_with_others(
        &self,
        bell: Option<Bell>,
        cancel: CancellationToken,
    ) -> impl Future<Output = ()> + Send + use<> {
        let core = self.core.clone();
        async move {
            let jobs = async {
                let Some(bell) = bell else { return };
                let db = core.db.clone();
                let connect: Connect = Arc::new(move || {
                    let db = db.clone();
                    Box::pin(async move { db.connect().await })
                });
                let pool = core.db.pool().clone();
                tokio::join!(bell.announce(pool, cancel.clone()), bell.listen(connect, cancel.clone()));
            };
            let words =
                async { tokio::join!(core.elsewhere.announce(&core.db), core.elsewhere.listen(&core.db)) };
            tokio::join!(cancel.run_until_cancelled(words), jobs);
        }
    }

    async fn listen(&self, listener: TcpListener, cancel: CancellationToken) -> anyhow::Result<()> {
        use axum::ServiceExt;
        use axum::extract::Request;
        // Trailing slashes go before routing: some clients always send them.
        let service =
            tower_http::normalize_path::NormalizePathLayer::trim_trailing_slash().layer(self.router());
        let (stopping, streams) = (cancel.clone(), Arc::clone(&self.core.streams));
        let service = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(service);
        let server = axum::serve(listener, service).with_graceful_shutdown(async move {
            stopping.cancelled().await;
            // Streams never finish by themselves.
            streams.say(Said::Ending);
        });
        let late = async {
            cancel.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            done = server => done?,
            () = late => tracing::warn!("some requests were cut"),
        }
        Ok(())
    }
}
