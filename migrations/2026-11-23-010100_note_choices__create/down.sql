DROP TABLE note_choices;
