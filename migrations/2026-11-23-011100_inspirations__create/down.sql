DROP TABLE unasked, inspirations;
