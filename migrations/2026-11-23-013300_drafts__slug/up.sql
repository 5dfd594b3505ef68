ALTER TABLE drafts ADD COLUMN slug text;
COMMENT ON COLUMN drafts.slug IS 'The unguessable part of the address it will have once it is told, so that a preview shows the very bytes; NULL for drafts from before there was one.';
