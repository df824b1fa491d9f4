-- A move that a push told of, one that only its backup ref told of, one that was undone, and an undo that is asked for and holds.
UPDATE installations SET app_slug = 'backstroke' WHERE id = 101;
INSERT INTO ref_moves (id, repository_id, branch, before_sha, after_sha, kind, backup_ref, moved_at, delivery, undone_at) VALUES
  ('00000000-0000-4000-8000-000000000031', 202, 'main', repeat('1', 40), repeat('2', 40), 'forward', NULL, '2026-03-01T00:00:00Z', 'push', NULL),
  ('00000000-0000-4000-8000-000000000032', 202, 'main', repeat('2', 40), NULL, 'other', 'refs/backstroke/backup/main/20260302T000000Z-' || repeat('2', 40), '2026-03-02T00:00:00Z', NULL, NULL),
  ('00000000-0000-4000-8000-000000000033', 203, 'main', repeat('3', 40), repeat('4', 40), 'other', NULL, '2026-03-03T00:00:00Z', 'mirror', '2026-03-03T00:01:00Z');
UPDATE links SET undo_move_id = '00000000-0000-4000-8000-000000000032', undone_at = '2026-03-02T00:01:00Z' WHERE fork_branch = 'held';
