DROP TABLE events, reports, notifications, feed;
