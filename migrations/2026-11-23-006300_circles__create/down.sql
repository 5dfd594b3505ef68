COMMENT ON COLUMN stories.audience IS '0 public, 1 unlisted, 2 followers, 3 direct (mentioned only), 4 this server only.';
DROP TABLE circle_members, circles;
