DROP INDEX stories_held;
ALTER TABLE stories DROP COLUMN declined_at;
ALTER TABLE stories DROP COLUMN held_by;
DROP TABLE tellings;
