//! Finds accounts and stories elsewhere and brings them here.
