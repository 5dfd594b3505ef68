DROP TABLE story_cards;
DROP TABLE cards;
