-- A link that follows upstream's latest release in the place of its branch.
INSERT INTO upstream_refs (repository_id, branch, track) SELECT repository_id, branch, 'release' FROM upstream_refs WHERE branch = 'main' ORDER BY id LIMIT 1;
UPDATE links SET settings = settings || '{"track": "release"}' WHERE fork_branch = 'held';
