DROP TABLE tries, devices, web_sessions, recovery_codes;
DROP INDEX members_email;
ALTER TABLE members
    DROP COLUMN second_step,
    DROP COLUMN second_since,
    DROP COLUMN second_secret,
    DROP COLUMN password;
