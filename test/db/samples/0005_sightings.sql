-- A link with a delay, and two heads of the branch that it follows.
UPDATE links SET settings = settings || '{"delayMs": 259200000}' WHERE fork_branch = 'held';
INSERT INTO sightings (upstream_ref_id, sha, seen_at)
  SELECT upstream_ref_id, repeat('5', 40), '2026-03-04T00:00:00Z'::timestamptz FROM links WHERE fork_branch = 'held'
  UNION ALL
  SELECT upstream_ref_id, repeat('6', 40), '2026-03-05T00:00:00Z'::timestamptz FROM links WHERE fork_branch = 'held';
