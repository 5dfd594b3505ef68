DROP INDEX reports_target;
DROP TABLE heard;
