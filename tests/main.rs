//! The tests over the whole house, in one binary: it links once, and shares what is costly to set up.

#[cfg(test)]
mod licences;
