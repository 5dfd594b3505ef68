COMMENT ON COLUMN undone.met IS 'It did arrive, so only a close repeat is refused: some servers use an id again for the next act of the kind.';
ALTER TABLE undone DROP COLUMN refused_at;
