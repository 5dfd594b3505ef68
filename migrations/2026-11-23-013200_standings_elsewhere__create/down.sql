DROP TABLE standings_elsewhere;
