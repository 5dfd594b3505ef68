//! The streams there are: how apps name them, what they hold, and what a token must allow.

use crate::error::ApiError;
use hearth_core::ids::AccountId;
use hearth_core::markup::fold_tag;
use hearth_core::members::Scopes;
use hearth_core::stories::{Audience, StoryView};
use hearth_core::timelines::public::Reach;
use hearth_core::{Core, Error, lists};
use http::StatusCode;
use serde_json::{Value, json};

/// Something to listen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stream {
    /// One's home and notifications.
    User,
    /// One's notifications.
    Notifications,
    /// A public timeline.
    Public {
        /// Whose stories.
        reach: Reach,
        /// Only those with media.
        media: bool,
    },
    /// A hashtag.
    Tag {
        /// As it is compared.
        folded: String,
        /// As the app wrote it.
        named: String,
        /// Only what was told here.
        local: bool,
    },
    /// One of one's lists.
    List(i64),
    /// One's conversations.
    Direct,
}

/// What an app says of the stream it wants.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// Its name.
    pub(crate) stream: String,
    /// Which hashtag.
    pub(crate) tag: Option<String>,
    /// Which list.
    pub(crate) list: Option<i64>,
    /// Only stories with media.
    pub(crate) only_media: bool,
}

fn foreign() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "Not authorized to stream this list")
}

fn bad(text: &'static str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, text)
}

impl Stream {
    /// The stream that is asked for, if the token may listen to it.
    pub(crate) fn of(asked: &Asked, scopes: &Scopes) -> Result<Self, ApiError> {
        let (name, media) = match asked.stream.strip_suffix(":media") {
            Some(name) => (name, true),
            None => (asked.stream.as_str(), asked.only_media),
        };
        let stream = match name {
            "user" if !media => Self::User,
            "user:notification" if !media => Self::Notifications,
            "direct" if !media => Self::Direct,
            "public" => Self::Public { reach: Reach::Everywhere, media },
            "public:local" => Self::Public { reach: Reach::Here, media },
            "public:remote" => Self::Public { reach: Reach::Elsewhere, media },
            "hashtag" if !media => Self::tag(asked, false)?,
            "hashtag:local" if !media => Self::tag(asked, true)?,
            "list" if !media => Self::List(asked.list.ok_or_else(foreign)?),
            _ => return Err(bad("Unknown stream type")),
        };
        stream.permitted(scopes)?;
        Ok(stream)
    }

    /// Whether it is `account`'s to listen to.
    pub(crate) async fn is_for(&self, core: &Core, account: AccountId) -> Result<(), ApiError> {
        match self {
            Self::List(list) => match lists::show(core, account, *list).await {
                Ok(_) => Ok(()),
                Err(Error::NotFound(_)) => Err(foreign()),
                Err(error) => Err(error.into()),
            },
            _ => Ok(()),
        }
    }

    fn tag(asked: &Asked, local: bool) -> Result<Self, ApiError> {
        let named = asked.tag.as_deref().map(str::trim).filter(|tag| !tag.is_empty());
        let named = named.ok_or_else(|| bad("Missing tag name parameter"))?.to_owned();
        Ok(Self::Tag { folded: fold_tag(named.trim_start_matches('#')), named, local })
    }

    fn permitted(&self, scopes: &Scopes) -> Result<(), ApiError> {
        let needed = match self {
            Self::Notifications => "read:notifications",
            Self::List(_) => "read:lists",
            _ => "read:statuses",
        };
        if scopes.cover(needed) {
            return Ok(());
        }
        Err(ApiError::new(StatusCode::UNAUTHORIZED, "Access token does not have the required scopes"))
    }

    /// How events say where they come from.
    pub(crate) fn name(&self) -> Value {
        match self {
            Self::User => json!(["user"]),
            Self::Notifications => json!(["user:notification"]),
            Self::Direct => json!(["direct"]),
            Self::List(list) => json!(["list", list.to_string()]),
            Self::Public { reach, media } => {
                let reach = match reach {
                    Reach::Everywhere => "public",
                    Reach::Here => "public:local",
                    Reach::Elsewhere => "public:remote",
                };
                json!([format!("{reach}{}", if *media { ":media" } else { "" })])
            }
            Self::Tag { named, local, .. } => {
                json!([if *local { "hashtag:local" } else { "hashtag" }, named])
            }
        }
    }

    /// Whether it is of what stands in one's feed.
    pub(crate) fn is_fed(&self) -> bool {
        matches!(self, Self::User | Self::List(_))
    }

    /// Whether it holds stories of others than those one follows.
    pub(crate) fn is_wide(&self) -> bool {
        matches!(self, Self::Public { .. } | Self::Tag { .. })
    }

    /// Whether a public list of this kind holds the story, whoever reads: as the timelines of the same names do.
    pub(crate) fn holds(&self, view: &StoryView) -> bool {
        let (story, here) = (&view.story, view.story.local);
        match self {
            Self::User | Self::Notifications | Self::Direct | Self::List(_) => false,
            Self::Public { reach, media } => {
                let fits = match (reach, story.audience) {
                    (Reach::Everywhere, Audience::Public) => true,
                    (Reach::Here, Audience::Public | Audience::Local) => here,
                    (Reach::Elsewhere, Audience::Public) => !here,
                    _ => false,
                };
                fits && story.parent_uri.is_none() && (!media || !view.attachments.is_empty())
            }
            Self::Tag { folded, local, .. } => {
                matches!(story.audience, Audience::Public | Audience::Local)
                    && (here || !local)
                    && view.tags.iter().any(|tag| tag.tag == *folded)
            }
        }
    }
}
