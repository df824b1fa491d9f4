-- A branch that was there when it was looked at.
UPDATE links SET branch_seen_at = '2026-03-04T00:00:00Z' WHERE fork_branch = 'held';
