//! Turns an event into activities and the deliveries they need.
