DROP INDEX accounts_discoverable;
DROP TABLE dismissed_suggestions;
