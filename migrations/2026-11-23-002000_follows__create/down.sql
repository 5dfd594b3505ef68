DROP TABLE undone, host_blocks, mutes, blocks, follows;
