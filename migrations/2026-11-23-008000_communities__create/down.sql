ALTER TABLE reports DROP COLUMN community_id;
DROP TABLE community_stories;
COMMENT ON COLUMN stories.audience IS '0 public, 1 unlisted, 2 followers, 3 direct (mentioned only), 4 this server only.';
ALTER TABLE stories DROP COLUMN community_id;
DROP TABLE community_invites;
DROP TABLE community_members;
DROP TABLE community_agreements;
DROP TABLE communities;
