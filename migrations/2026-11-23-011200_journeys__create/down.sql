DROP TABLE chapters, journeys;
