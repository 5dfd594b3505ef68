//! The one serialiser: what we say of accounts, stories, communities and collections.
