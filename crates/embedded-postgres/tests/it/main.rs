//! Starts real clusters and does to them what the world does: kills, leftovers, other versions, long paths, other users.

#[cfg(test)]
mod crashing;
#[cfg(test)]
mod held;
#[cfg(test)]
mod placing;
#[cfg(test)]
mod running;
#[cfg(test)]
mod scratch;
