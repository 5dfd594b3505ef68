DROP TABLE server_facts, tokens, members, spare_keys, keys, accounts, inboxes, peer_rules, peers;
