-- A fork with a file, one whose file is broken, an owner's defaults, links that a file switched off, a commit to be answered.
UPDATE installations SET defaults = '{"max-open": 3, "pull-request": {"labels": ["upstream"]}}', defaults_state = 'valid', max_open = 3 WHERE id = 101;
UPDATE repositories SET config = '{"every": "1d"}', config_state = 'invalid', config_blob = repeat('c', 40), config_problem = 'Line 1: it is no map', parent_id = 9007199254740991 WHERE id = 202;
UPDATE repositories SET config_requested_at = '2026-02-01T00:00:00Z', config_requested_id = 'delivery', config_attempts = 1, config_not_before = '2026-02-01T00:02:00Z' WHERE id = 203;
UPDATE links SET off = 'disabled', settings = '{"everyMs": 86400000, "pullRequest": {"title": "Sync", "labels": ["upstream"], "assignees": [], "reviewers": ["org/team"], "draft": true}}', webhook_id = 'secret', hooked_at = '2026-02-01T00:00:00Z', check_run = '{"id": 1, "sha": "abc", "reason": "conflict"}', place_at = '2026-02-01T00:00:00Z' WHERE fork_branch = 'held';

INSERT INTO config_checks (repository_id, head_sha, compare_sha, request_id, attempts, not_before) VALUES
  (202, repeat('d', 40), repeat('e', 40), 'delivery', 1, '2026-02-01T00:05:00Z');

-- A link whose newest result is a failure of ours, which an index is about.
INSERT INTO links (name, source, enabled, fork_id, fork_branch, upstream_ref_id, answered_read_at, state, reason, sentence, retry_at, failures, last_operation_id) VALUES
  (NULL, 'install', true, 202, 'broken', '00000000-0000-4000-8000-000000000001', '2026-01-01T00:00:00Z', 'failing', 'failed', 'Something failed.', '2026-01-01T06:00:00Z', 2, 'operation');
