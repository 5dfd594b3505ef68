DROP TABLE proxied_files;
