//! Sends what is due: the unit is the host.
