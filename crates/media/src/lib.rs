//! Files: sniffed, stripped, resized, stored. Nothing is here yet: uploads come with the client API's media endpoints.
#![forbid(unsafe_code)]
