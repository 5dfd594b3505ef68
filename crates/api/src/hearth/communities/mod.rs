//! Communities: founded, joined, spoken in, looked after.

mod agreement;
mod change;
mod entity;
mod heard;
mod invites;
mod join;
mod moderation;
mod notes;
pub(super) mod path;
mod people;
mod reports;
mod show;
mod stories;

use crate::State;
use axum::Router;
use axum::routing::{delete, get, post};

/// What the document says of them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    show::list,
    change::found,
    show::show,
    change::update,
    join::join,
    join::leave,
    agreement::versions,
    agreement::write,
    agreement::accept,
    invites::list,
    invites::create,
    invites::revoke,
    invites::by_name,
    invites::show,
    reports::list,
    reports::resolve,
    people::members,
    people::remove,
    people::set_role,
    people::greet,
    people::newcomers,
    people::requests,
    people::let_in,
    people::turn_down,
    people::bans,
    people::ban,
    people::unban,
    people::hand_over,
    stories::list,
    stories::tell,
    stories::pinned,
    stories::prompts,
    stories::answers,
    heard::queue,
    heard::unanswered,
    heard::figures,
    notes::list,
    notes::put,
    notes::remove,
    moderation::pin,
    moderation::unpin,
    moderation::lock,
    moderation::unlock,
    moderation::remove,
    moderation::restore,
    moderation::prompt,
    moderation::unprompt,
))]
pub(super) struct Api;

/// Everything under `/communities`.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/communities", get(show::list).post(change::found))
        .route("/communities/{name}", get(show::show).patch(change::update))
        .route("/communities/{name}/join", post(join::join))
        .route("/communities/{name}/leave", post(join::leave))
        .route("/communities/{name}/agreement", get(agreement::versions).put(agreement::write))
        .route("/communities/{name}/agreement/accept", post(agreement::accept))
        .route("/communities/{name}/invites", get(invites::list).post(invites::create))
        .route("/communities/{name}/invites/{id}", delete(invites::revoke))
        .route("/communities/{name}/invited/{id}", post(invites::by_name))
        .route("/invites/{code}", get(invites::show))
        .route("/communities/{name}/reports", get(reports::list))
        .route("/communities/{name}/reports/{id}/resolve", post(reports::resolve))
        .merge(people_routes())
        .merge(stories_routes())
        .merge(heard_routes())
}

fn heard_routes() -> Router<State> {
    Router::new()
        .route("/communities/{name}/heard", get(heard::queue))
        .route("/communities/{name}/unanswered", get(heard::unanswered))
        .route("/communities/{name}/figures", get(heard::figures))
        .route("/communities/{name}/notes", get(notes::list).post(notes::put))
        .route("/communities/{name}/notes/{note}", delete(notes::remove))
        .route("/communities/{name}/prompts/{id}/answers", get(stories::answers))
}

fn people_routes() -> Router<State> {
    Router::new()
        .route("/communities/{name}/members", get(people::members))
        .route("/communities/{name}/members/{id}", delete(people::remove))
        .route("/communities/{name}/members/{id}/role", post(people::set_role))
        .route("/communities/{name}/members/{id}/greet", post(people::greet))
        .route("/communities/{name}/newcomers", get(people::newcomers))
        .route("/communities/{name}/requests", get(people::requests))
        .route("/communities/{name}/requests/{id}/let_in", post(people::let_in))
        .route("/communities/{name}/requests/{id}/turn_down", post(people::turn_down))
        .route("/communities/{name}/bans", get(people::bans))
        .route("/communities/{name}/bans/{id}", post(people::ban).delete(people::unban))
        .route("/communities/{name}/hand_over/{id}", post(people::hand_over))
}

fn stories_routes() -> Router<State> {
    Router::new()
        .route("/communities/{name}/stories", get(stories::list).post(stories::tell))
        .route("/communities/{name}/pinned", get(stories::pinned))
        .route("/communities/{name}/prompts", get(stories::prompts))
        .route("/communities/{name}/stories/{id}/pin", post(moderation::pin))
        .route("/communities/{name}/stories/{id}/unpin", post(moderation::unpin))
        .route("/communities/{name}/stories/{id}/lock", post(moderation::lock))
        .route("/communities/{name}/stories/{id}/unlock", post(moderation::unlock))
        .route("/communities/{name}/stories/{id}/remove", post(moderation::remove))
        .route("/communities/{name}/stories/{id}/restore", post(moderation::restore))
        .route("/communities/{name}/stories/{id}/prompt", post(moderation::prompt))
        .route("/communities/{name}/stories/{id}/unprompt", post(moderation::unprompt))
}
