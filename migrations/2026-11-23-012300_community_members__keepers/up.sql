-- Who looks after a community is asked with each of its documents and decisions; they are few among many members.
CREATE INDEX community_members_keepers ON community_members (community_id, id) WHERE role > 0;
CREATE INDEX community_members_bans_end ON community_members (banned_until) WHERE state = 2 AND banned_until IS NOT NULL;
