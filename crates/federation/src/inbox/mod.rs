//! The durable inbox: verify, store once, answer 202, work later.
