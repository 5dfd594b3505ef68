DROP TABLE announcement_reactions, announcement_reads, announcements;
