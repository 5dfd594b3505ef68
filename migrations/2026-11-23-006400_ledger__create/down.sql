DROP INDEX activities_story;
DROP TABLE handed;
