CREATE TABLE note_choices (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    note text NOT NULL,
    choice smallint NOT NULL,
    PRIMARY KEY (account_id, note)
);
COMMENT ON TABLE note_choices IS 'How a member wants to meet stories with a content note; without a row they are folded.';
COMMENT ON COLUMN note_choices.note IS 'Id from the vocabulary of core::notes.';
COMMENT ON COLUMN note_choices.choice IS 'notes::Choice: 1 open, 2 hide.';
