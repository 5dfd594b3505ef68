DROP INDEX quote_stamps_story;
