ALTER TABLE undone ADD COLUMN refused_at timestamptz;
COMMENT ON COLUMN undone.met IS 'It had arrived when it was undone, so it may be done again under the same id.';
COMMENT ON COLUMN undone.refused_at IS 'When what was undone ahead arrived at last and had no effect; what comes under the same id much later is an act of its own.';
