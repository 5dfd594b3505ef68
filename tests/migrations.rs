//! Every migration can be applied, taken back and applied again, and leaves the schema the code was written for.

use diesel::prelude::*;
use diesel_async::{AsyncMigrationHarness, RunQueryDsl};
use diesel_migrations::MigrationHarness;
use hearth_core::db::{Db, MIGRATIONS};
use hearth_testkit::{TestDatabase, database::execute};

#[derive(QueryableByName, PartialEq, Eq, Debug)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    column_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    data_type: String,
}

async fn columns(db: &Db) -> Vec<Column> {
    let query = "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' \
                 ORDER BY table_name, ordinal_position";
    diesel::sql_query(query).load(&mut db.conn().await.unwrap()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn up_down_up() {
    execute(&TestDatabase::url_of("postgres").await, "CREATE DATABASE up_down_up").await;
    let db = Db::new(&TestDatabase::url_of("up_down_up").await, 2).unwrap();
    assert!(db.migrate().await.unwrap() > 0);
    let first = columns(&db).await;
    let mut harness = AsyncMigrationHarness::new(db.conn().await.unwrap());
    harness.revert_all_migrations(MIGRATIONS).unwrap();
    drop(harness);
    assert_eq!(columns(&db).await, []);
    assert!(db.migrate().await.unwrap() > 0);
    assert_eq!(columns(&db).await, first);
    assert_eq!(db.migrate().await.unwrap(), 0, "nothing is left to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_knows_every_column() {
    let database = TestDatabase::new().await;
    let schema = std::fs::read_to_string(crate::house::root().join("crates/core/src/schema.rs")).unwrap();
    for column in columns(&database.db).await.iter().filter(|column| column.table_name != "jobs") {
        let (_, after) = schema
            .split_once(&format!("    {} (", column.table_name))
            .unwrap_or_else(|| panic!("schema.rs lacks {}", column.table_name));
        let (body, _) = after.split_once("\n    }").unwrap();
        assert!(body.contains(&format!(" {} ->", column.column_name)), "schema.rs lacks {column:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_says_what_it_is_for() {
    let database = TestDatabase::new().await;
    let query = "SELECT c.relname::text AS table_name, ''::text AS column_name, ''::text AS data_type \
                 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                 WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> '__diesel_schema_migrations' \
                 AND obj_description(c.oid) IS NULL";
    let silent: Vec<Column> =
        diesel::sql_query(query).load(&mut database.db.conn().await.unwrap()).await.unwrap();
    assert_eq!(silent, [], "COMMENT ON TABLE is missing");
}
