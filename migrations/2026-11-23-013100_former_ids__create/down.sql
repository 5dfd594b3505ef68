DROP TABLE former_ids;
