-- A link of the API that came from being a fork.
UPDATE links SET source = 'api', follows_default = true WHERE fork_branch = 'held';
