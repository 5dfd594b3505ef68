//! Hand-written SQL whose prepared statement is cached, for the queries the DSL would only obscure.
//!
//! `diesel::sql_query` is prepared anew at each call, which costs more than most of our queries. [`sql`] takes a
//! `&'static str`, so the text itself can be the cache key. Parameters are `$1`, `$2`, … in the text and bound in
//! that order; one parameter may stand in several places.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Untyped};
use diesel::{QueryResult, RunQueryDsl};
use std::marker::PhantomData;

/// A statement with the parameters bound so far.
#[derive(Debug, Clone, Copy)]
pub struct Sql<B> {
    text: &'static str,
    binds: B,
}

/// Starts a statement from its text.
#[must_use]
pub fn sql(text: &'static str) -> Sql<()> {
    Sql { text, binds: () }
}

impl<B> Sql<B> {
    /// Binds the next parameter, of SQL type `T`.
    #[must_use]
    pub fn bind<T, V>(self, value: V) -> Sql<Bound<B, T, V>> {
        Sql { text: self.text, binds: Bound { before: self.binds, value, kind: PhantomData } }
    }
}

/// One bound parameter after the ones before it.
#[derive(Debug, Clone, Copy)]
pub struct Bound<B, T, V> {
    before: B,
    value: V,
    kind: PhantomData<T>,
}

/// A chain of bound parameters.
pub trait Binds {
    /// Hands each parameter to diesel, in order.
    ///
    /// # Errors
    /// When a value does not serialise.
    fn walk<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()>;
}

impl Binds for () {
    fn walk<'b>(&'b self, _: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        Ok(())
    }
}

impl<B: Binds, T, V: ToSql<T, Pg>> Binds for Bound<B, T, V>
where
    Pg: HasSqlType<T>,
{
    fn walk<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.before.walk(pass.reborrow())?;
        pass.push_bind_param_value_only::<T, V>(&self.value)
    }
}

impl<B: Binds> QueryFragment<Pg> for Sql<B> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql(self.text);
        self.binds.walk(pass)
    }
}

impl<B> QueryId for Sql<B> {
    type QueryId = ();
    // Cached by its text, which is static, rather than by a type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<B> Query for Sql<B> {
    type SqlType = Untyped;
}

impl<B, C> RunQueryDsl<C> for Sql<B> {}
