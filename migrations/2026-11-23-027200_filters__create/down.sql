DROP TABLE filter_stories;
DROP TABLE filter_keywords;
DROP TABLE filters;
