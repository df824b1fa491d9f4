-- A link that brings tags, and has all there were.
UPDATE links SET tags_decided_on = '** 2 ' || repeat('7', 40) || ' v2', settings = settings || '{"tags": "**"}' WHERE fork_branch = 'held';
