DROP INDEX accounts_hidden;
DROP TABLE idempotency_keys, quote_stamps, pins, boosts, favourites, tombstones, emojis, story_tags, mentions, attachments, story_edits, stories;
