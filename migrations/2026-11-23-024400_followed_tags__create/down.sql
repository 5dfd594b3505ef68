DROP TABLE followed_tags;
