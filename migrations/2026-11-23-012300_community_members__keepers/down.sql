DROP INDEX community_members_bans_end;
DROP INDEX community_members_keepers;
