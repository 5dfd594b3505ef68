//! Every path and its handler.

use crate::error::ApiError;
use crate::{
    State, accounts, announcements, apps, conversations, cors, filters, follow_requests, hearth, instance,
    lists, markers, media, notifications, oauth, polls, push, reports, restrictions, scheduled, search,
    signup, statuses, streaming, suggestions, tags, timelines, trends,
};
use axum::Router;
use axum::routing::{delete, get, patch, post, put};
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use tower_http::set_header::SetResponseHeaderLayer;

/// All of the client API.
pub fn router(state: State) -> Router {
    let api = Router::new()
        .merge(accounts_routes())
        .merge(statuses_routes())
        .merge(reading_routes())
        .merge(restrictions_routes())
        .merge(media::routes())
        .merge(streaming::routes())
        .merge(conversations::routes())
        .merge(filters::routes())
        .merge(announcements::routes())
        .merge(lists::routes())
        .merge(notifications::kept_routes())
        .merge(polls::routes())
        .merge(push::routes())
        .merge(scheduled::routes())
        .merge(suggestions::routes())
        .merge(tags::routes())
        .merge(trends::routes())
        .nest("/hearth/v1", hearth::routes())
        .route("/v1/apps", post(apps::create::create))
        .route("/v1/apps/verify_credentials", get(apps::verify::show))
        .route("/v1/instance", get(instance::v1::show))
        .route("/v2/instance", get(instance::v2::show))
        .route("/v1/instance/peers", get(instance::lists::peers))
        .route("/v1/instance/domain_blocks", get(instance::blocks::show))
        .route("/v1/instance/rules", get(instance::lists::rules))
        .route("/v1/instance/extended_description", get(instance::texts::extended_description))
        .route("/v1/instance/privacy_policy", get(instance::texts::privacy_policy))
        .route("/v1/instance/translation_languages", get(instance::texts::translation_languages))
        .route("/v1/custom_emojis", get(instance::lists::custom_emojis))
        .route("/v1/preferences", get(accounts::preferences::show))
        .route(
            "/v1/profile",
            get(accounts::profile::show).patch(accounts::profile::edit).layer(media::longest(2)),
        )
        .route("/v1/profile/avatar", delete(accounts::profile::drop_avatar))
        .route("/v1/profile/header", delete(accounts::profile::drop_header))
        .route("/v1/markers", get(markers::show).post(markers::keep))
        .route("/v1/reports", post(reports::create))
        .route("/v2/search", get(search::search))
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async || ApiError::not_found())
        .with_state(state.clone())
        // What one member reads is nobody else's, whatever stands between.
        .layer(SetResponseHeaderLayer::if_not_present(
            CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ))
        .layer(cors::layer());
    Router::new()
        .nest("/api", api)
        .merge(media::files().with_state(state.clone()))
        .merge(oauth::routes(state))
}

fn accounts_routes() -> Router<State> {
    Router::new()
        .route("/v1/accounts", get(accounts::show::several).post(signup::create))
        .route("/v1/admin/accounts", get(signup::decide::list))
        .route("/v2/admin/accounts", get(signup::decide::list))
        .route("/v1/admin/accounts/{id}", get(signup::decide::show))
        .route("/v1/admin/accounts/{id}/approve", post(signup::decide::approve))
        .route("/v1/admin/accounts/{id}/reject", post(signup::decide::reject))
        .route("/v1/accounts/verify_credentials", get(accounts::credentials::verify))
        .route(
            "/v1/accounts/update_credentials",
            patch(accounts::credentials::update).put(accounts::credentials::update).layer(media::longest(2)),
        )
        .route("/v1/accounts/lookup", get(accounts::show::lookup))
        .route("/v1/accounts/search", get(accounts::find::search))
        .route("/v1/accounts/relationships", get(accounts::relationships::list))
        .route("/v1/accounts/{id}", get(accounts::show::show))
        .route("/v1/accounts/{id}/statuses", get(accounts::statuses::list))
        .route("/v1/accounts/{id}/followers", get(accounts::follows::followers))
        .route("/v1/accounts/{id}/following", get(accounts::follows::following))
        .route("/v1/accounts/{id}/follow", post(accounts::follows::follow))
        .route("/v1/accounts/{id}/unfollow", post(accounts::follows::unfollow))
        .route("/v1/accounts/{id}/remove_from_followers", post(accounts::follows::remove))
        .route("/v1/accounts/{id}/block", post(accounts::restrict::block))
        .route("/v1/accounts/{id}/unblock", post(accounts::restrict::unblock))
        .route("/v1/accounts/{id}/mute", post(accounts::restrict::mute))
        .route("/v1/accounts/{id}/unmute", post(accounts::restrict::unmute))
        .route("/v1/accounts/{id}/note", post(accounts::personal::note))
        .route("/v1/accounts/{id}/endorse", post(accounts::personal::endorse))
        .route("/v1/accounts/{id}/unendorse", post(accounts::personal::unendorse))
        .route("/v1/accounts/{id}/pin", post(accounts::personal::endorse))
        .route("/v1/accounts/{id}/unpin", post(accounts::personal::unendorse))
        .route("/v1/accounts/{id}/endorsements", get(accounts::personal::endorsed_by))
        .route("/v1/accounts/familiar_followers", get(accounts::personal::familiar_followers))
        .route("/v1/endorsements", get(accounts::personal::endorsements))
        .route("/v1/follow_requests", get(follow_requests::list))
        .route("/v1/follow_requests/{id}/authorize", post(follow_requests::authorize))
        .route("/v1/follow_requests/{id}/reject", post(follow_requests::reject))
}

fn statuses_routes() -> Router<State> {
    Router::new()
        .route("/v1/statuses", post(statuses::create::create).get(statuses::show::several))
        .route(
            "/v1/statuses/{id}",
            get(statuses::show::show)
                .put(statuses::edit::edit)
                .patch(statuses::edit::edit)
                .delete(statuses::delete::delete),
        )
        .route("/v1/statuses/{id}/context", get(statuses::context::show))
        .route("/v1/statuses/{id}/source", get(statuses::source::show))
        .route("/v1/statuses/{id}/history", get(statuses::history::show))
        .route("/v1/statuses/{id}/favourite", post(statuses::favourite::favourite))
        .route("/v1/statuses/{id}/unfavourite", post(statuses::favourite::unfavourite))
        .route("/v1/statuses/{id}/favourited_by", get(statuses::favourite::by))
        .route("/v1/statuses/{id}/reblog", post(statuses::reblog::reblog))
        .route("/v1/statuses/{id}/unreblog", post(statuses::reblog::unreblog))
        .route("/v1/statuses/{id}/reblogged_by", get(statuses::reblog::by))
        .route("/v1/statuses/{id}/quotes", get(statuses::quotes::list))
        .route("/v1/statuses/{id}/quotes/{quoting_id}/revoke", post(statuses::quotes::revoke))
        .route("/v1/statuses/{id}/interaction_policy", put(statuses::quotes::change))
        .route("/v1/statuses/{id}/mute", post(statuses::mute::mute))
        .route("/v1/statuses/{id}/unmute", post(statuses::mute::unmute))
        .route("/v1/statuses/{id}/pin", post(statuses::pin::pin))
        .route("/v1/statuses/{id}/unpin", post(statuses::pin::unpin))
        .route("/v1/statuses/{id}/bookmark", post(statuses::bookmark::bookmark))
        .route("/v1/statuses/{id}/unbookmark", post(statuses::bookmark::unbookmark))
}

fn reading_routes() -> Router<State> {
    Router::new()
        .route("/v1/timelines/home", get(timelines::home::list))
        .route("/v1/bookmarks", get(timelines::kept::bookmarks))
        .route("/v1/favourites", get(timelines::kept::favourites))
        .route("/v1/timelines/public", get(timelines::public::list))
        .route("/v1/timelines/tag/{tag}", get(timelines::tag::list))
        .route("/v1/notifications", get(notifications::list::list))
        .route("/v1/notifications/unread_count", get(notifications::unread::count))
        .route("/v2/notifications/unread_count", get(notifications::unread::count_groups))
        .route("/v2/notifications", get(notifications::groups::list))
        .route("/v2/notifications/{key}", get(notifications::groups::show))
        .route("/v2/notifications/{key}/accounts", get(notifications::groups::accounts))
        .route("/v2/notifications/{key}/dismiss", post(notifications::groups::dismiss))
        .route("/v1/notifications/clear", post(notifications::dismiss::clear))
        .route("/v1/notifications/{id}", get(notifications::list::show))
        .route("/v1/notifications/{id}/dismiss", post(notifications::dismiss::dismiss))
}

fn restrictions_routes() -> Router<State> {
    Router::new()
        .route("/v1/blocks", get(restrictions::blocks))
        .route("/v1/mutes", get(restrictions::mutes))
        .route(
            "/v1/domain_blocks",
            get(restrictions::hosts).post(restrictions::block_host).merge(delete(restrictions::unblock_host)),
        )
}
