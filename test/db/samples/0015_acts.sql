-- Somebody did something to a link, and somebody else is not known any more.
INSERT INTO acts (link_id, kind, detail, person_id, login) SELECT id, 'strategy', 'merge', 1, 'mona' FROM links LIMIT 1;
INSERT INTO acts (link_id, kind) SELECT id, 'paused' FROM links LIMIT 1;
