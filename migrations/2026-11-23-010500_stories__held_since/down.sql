DROP INDEX stories_held_since;
