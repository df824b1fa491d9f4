-- Somebody ticked a checkbox in the text of a pull request.
UPDATE links SET ticked = '{"box": "sync", "by": {"id": 1, "login": "mona"}, "request": 1}' WHERE pull_number IS NOT NULL;
