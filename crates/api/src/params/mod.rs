//! Parameters, wherever they stand: in the query, in a form, in JSON, nested as Rails does it.

mod instant;
mod lenient;
mod nested;

#[cfg(test)]
mod tests;

use crate::error::ApiError;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::HashMap;

pub(crate) use instant::Instant;
pub(crate) use lenient::{Flag, Given, Int, List, Ref, Words};

/// Longest body of a request, in bytes.
const LONGEST: usize = 1 << 20;

/// The parameters of a request, read into `T`. Unknown ones are ignored.
#[derive(Debug, Clone)]
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        read(request, state, &mut None).await.map(Params)
    }
}

/// The same with the files of a form, by the names of their fields.
#[derive(Debug, Clone)]
pub(crate) struct WithFiles<T>(pub(crate) T, pub(crate) Files);

/// Files of a form.
pub(crate) type Files = HashMap<String, Bytes>;

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for WithFiles<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let mut files = Some(Files::new());
        let all = read(request, state, &mut files).await?;
        Ok(Self(all, files.unwrap_or_default()))
    }
}

async fn read<T: DeserializeOwned, S: Send + Sync>(
    request: Request,
    state: &S,
    files: &mut Option<Files>,
) -> Result<T, ApiError> {
    let mut all = Map::new();
    if let Some(query) = request.uri().query() {
        form(query.as_bytes(), &mut all);
    }
    body(request, state, &mut all, files).await?;
    let all = Value::Object(all);
    if holds_nul(&all) {
        return Err(unreadable("The parameters hold a NUL character"));
    }
    serde_json::from_value(all).map_err(|error| ApiError::invalid(format!("Validation failed: {error}")))
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
    files: &mut Option<Files>,
) -> Result<(), ApiError> {
    let kind = essence(request.headers());
    if kind == "multipart/form-data" {
        return multipart(request, state, all, files).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), LONGEST).await.map_err(|_| too_long())?;
    if bytes.is_empty() {
        return Ok(());
    }
    if kind != "application/json" && !kind.ends_with("+json") {
        form(&bytes, all);
        return Ok(());
    }
    // JSON that is no object holds no parameters.
    if let Value::Object(object) =
        serde_json::from_slice(&bytes).map_err(|_| unreadable("The JSON cannot be read"))?
    {
        all.extend(object);
    }
    Ok(())
}

/// Of a file its name is taken, as text; the file itself only where it is asked for.
async fn multipart<S: Send + Sync>(
    request: Request,
    state: &S,
    all: &mut Map<String, Value>,
    files: &mut Option<Files>,
) -> Result<(), ApiError> {
    let broken = || unreadable("The form cannot be read");
    let failed = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { too_long() } else { broken() }
    };
    let mut parts = Multipart::from_request(request, state).await.map_err(|_| broken())?;
    while let Some(field) = parts.next_field().await.map_err(failed)? {
        let name = field.name().unwrap_or_default().to_owned();
        let value = match field.file_name() {
            Some(file) => {
                let file = file.to_owned();
                if let Some(files) = files {
                    files.insert(name.clone(), field.bytes().await.map_err(failed)?);
                }
                file
            }
            None => field.text().await.map_err(failed)?,
        };
        nested::insert(all, &name, value);
    }
    Ok(())
}

fn unreadable(text: &'static str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, text)
}

fn too_long() -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too long")
}

/// No column can hold a NUL, and no app means one.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(object) => object.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn essence(headers: &HeaderMap) -> String {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
