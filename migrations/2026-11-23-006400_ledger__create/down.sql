DELETE FROM server_facts WHERE name = 'ledger_since';
DROP TABLE handed;
