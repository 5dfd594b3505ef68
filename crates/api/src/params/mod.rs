//! Parameters, wherever they stand: in the query, in a form, in JSON, nested as Rails does it.

mod lenient;
mod nested;

use crate::error::ApiError;
use axum::extract::{FromRequest, Multipart, Request};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(crate) use lenient::{Flag, Int, List, Words};

/// Longest body of a request, in bytes.
const LONGEST: usize = 1 << 20;

/// The parameters of a request, read into `T`. Unknown ones are ignored.
#[derive(Debug, Clone)]
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let mut all = Map::new();
        if let Some(query) = request.uri().query() {
            form(query.as_bytes(), &mut all);
        }
        body(request, state, &mut all).await?;
        serde_json::from_value(Value::Object(all))
            .map(Params)
            .map_err(|error| ApiError::invalid(format!("Validation failed: {error}")))
    }
}

fn form(text: &[u8], all: &mut Map<String, Value>) {
    for (name, value) in url::form_urlencoded::parse(text) {
        nested::insert(all, &name, value.into_owned());
    }
}

async fn body<S: Send + Sync>(
    request: Request,
    state: &S,
    all: &mut Map<String, Value>,
) -> Result<(), ApiError> {
    let kind = essence(request.headers());
    if kind == "multipart/form-data" {
        return multipart(request, state, all).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), LONGEST)
        .await
        .map_err(|_| ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too long"))?;
    if bytes.is_empty() {
        return Ok(());
    }
    if kind != "application/json" {
        form(&bytes, all);
        return Ok(());
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => {
            all.extend(object);
            Ok(())
        }
        _ => Err(ApiError::new(StatusCode::BAD_REQUEST, "The body is not a JSON object")),
    }
}

async fn multipart<S: Send + Sync>(
    request: Request,
    state: &S,
    all: &mut Map<String, Value>,
) -> Result<(), ApiError> {
    let broken = || ApiError::new(StatusCode::BAD_REQUEST, "The form cannot be read");
    let mut parts = Multipart::from_request(request, state).await.map_err(|_| broken())?;
    while let Some(field) = parts.next_field().await.map_err(|_| broken())? {
        let name = field.name().unwrap_or_default().to_owned();
        let value = field.text().await.map_err(|_| broken())?;
        nested::insert(all, &name, value);
    }
    Ok(())
}

fn essence(headers: &HeaderMap) -> String {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
