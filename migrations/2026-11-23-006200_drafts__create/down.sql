DROP TABLE folded, expiries, windows, drafts;
