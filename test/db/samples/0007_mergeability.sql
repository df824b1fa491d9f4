-- A pull request that has conflicts and got a label for them.
UPDATE links SET mergeability = '{"number": 7, "conflicting": true, "labels": ["conflict"], "looks": 0}' WHERE pull_number IS NOT NULL;
