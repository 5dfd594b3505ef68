DROP TABLE community_notes;
