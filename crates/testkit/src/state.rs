//! What a database says of the world, to see whether something changed it.

use crate::TestDatabase;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl as _;
use std::collections::BTreeMap;

/// Tables that say nothing of the world: queues, what is known of other servers, stocks, tokens.
const BESIDE: [&str; 14] = [
    "__diesel_schema_migrations",
    "arrivals",
    "jobs",
    "peers",
    "server_facts",
    "spare_keys",
    "tokens",
    "apps",
    "grants",
    "web_sessions",
    "devices",
    "recovery_codes",
    "tries",
    "inboxes",
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl TestDatabase {
    /// Number of rows and a sum of their content, for each table that describes the world.
    pub async fn state(&self) -> BTreeMap<String, String> {
        let mut conn = self.db.conn().await.unwrap();
        let tables: Vec<Line> =
            diesel::sql_query("SELECT tablename::text AS line FROM pg_tables WHERE schemaname = 'public'")
                .load(&mut conn)
                .await
                .unwrap();
        let mut state = BTreeMap::new();
        for Line { line: table } in tables {
            if BESIDE.contains(&table.as_str()) {
                continue;
            }
            let statement = format!(
                "SELECT count(*) || ' rows ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS line \
                 FROM \"{table}\" t"
            );
            let sum: Line = diesel::sql_query(statement).get_result(&mut conn).await.unwrap();
            state.insert(table, sum.line);
        }
        state
    }

    /// Rows of one table.
    pub async fn count(&self, table: &str) -> i64 {
        self.number(&format!("SELECT count(*) FROM \"{table}\"")).await
    }

    /// The number that a statement answers.
    pub async fn number(&self, statement: &str) -> i64 {
        let mut conn = self.db.conn().await.unwrap();
        let statement = format!("SELECT ({statement})::text AS line");
        let number: Line = diesel::sql_query(statement).get_result(&mut conn).await.unwrap();
        number.line.parse().unwrap()
    }
}
