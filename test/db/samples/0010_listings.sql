-- A fork whose globs are matched against the branches of an upstream, and do not bring all of them at once.
INSERT INTO listings (fork_id, repository_id, pushed_at, phase) VALUES (202, 9007199254740991, '2026-03-05T00:00:00Z', 0.5);
UPDATE repositories SET config_left = 20 WHERE id = 202;
