-- A link in each situation that matters to a later migration: new, followed, held, failing.
INSERT INTO installations (id, account_id, account_login, account_type, permissions, suspended_at, refresh_requested_at, refresh_attempts, refresh_not_before, refreshed_at) VALUES
  (101, 1, 'octo', 'User', '{"contents": "write", "pull_requests": "write"}', NULL, NULL, 0, NULL, '2026-01-01T00:00:00.123Z'),
  (102, 2, 'org', 'Organization', '{"contents": "read"}', '2026-01-02T00:00:00Z', NULL, 0, NULL, '2026-01-01T00:00:00Z'),
  (103, NULL, NULL, NULL, '{}', NULL, '2026-01-03T00:00:00Z', 4, '2026-01-03T01:00:00Z', NULL);

INSERT INTO repositories (id, node_id, installation_id, owner_id, owner_login, name, private, archived, default_branch, pushed_at) VALUES
  (9007199254740991, 'R_upstream', NULL, 3, 'up', 'hello', false, false, 'main', '2026-01-01T00:00:00Z'),
  (202, 'R_fork', 101, 1, 'octo', 'hello', false, false, 'main', NULL),
  (203, 'R_private', 102, 2, 'org', 'hello', true, true, NULL, NULL),
  (204, 'R_gone', NULL, 1, 'octo', 'no-longer-selected', false, false, 'trunk', NULL);

INSERT INTO upstream_refs (id, repository_id, branch, pushes, pushed_before, pushed_head, pushed_at, pushed_delivery, reported, reported_at, phase) VALUES
  ('00000000-0000-4000-8000-000000000001', 9007199254740991, 'main', 3, repeat('a', 40), repeat('b', 40), '2026-01-01T00:00:00Z', '5f4f2b1e-7f5c-11ef-9a55-0d6f3f1f6a01', 'there', '2026-01-01T00:10:00Z', 0),
  ('00000000-0000-4000-8000-000000000002', 9007199254740991, 'release/1.x', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0.999);

INSERT INTO links (name, source, enabled, fork_id, fork_branch, upstream_ref_id) VALUES
  (NULL, 'install', true, 204, 'trunk', '00000000-0000-4000-8000-000000000001');
INSERT INTO links (name, source, enabled, fork_id, fork_branch, upstream_ref_id, requested, requested_trigger, requested_id, answered_requested, answered_pushes, answered_read_at, decided_on, state, reason, sentence, retry_at, failures, pull_number, pull_url, released_at, last_synced_sha, last_synced_at, last_operation_id) VALUES
  ('octo/hello main', 'install', true, 202, 'main', '00000000-0000-4000-8000-000000000001', 2, 'manual', 'request', 2, 3, '2026-01-01T00:00:00.001Z', repeat('b', 40), 'pull-open', 'pull-opened', 'It was opened.', NULL, 0, 7, 'https://github.com/octo/hello/pull/7', NULL, repeat('b', 40), '2026-01-01T00:00:00Z', 'operation'),
  ('a "name" with ünïcode', 'api', true, 202, 'held', '00000000-0000-4000-8000-000000000001', 1, 'event', NULL, 0, 3, '2026-01-01T00:00:00Z', repeat('b', 40), 'held', 'held-pull-closed', 'A person closed it.', NULL, 0, 6, 'https://github.com/octo/hello/pull/6', '2025-12-01T00:00:00Z', NULL, NULL, 'operation'),
  (NULL, 'config', false, 203, 'main', '00000000-0000-4000-8000-000000000002', 0, NULL, NULL, 0, 0, NULL, 'gone', 'failing', 'upstream-missing', 'It is gone.', '2026-01-02T00:00:00Z', 0, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO deliveries (guid, event, received_at) VALUES
  ('5f4f2b1e-7f5c-11ef-9a55-0d6f3f1f6a01', 'push', '2026-01-01T00:00:00Z');
