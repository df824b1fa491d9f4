-- An installation that GitHub refused to show, and a file that it refused to.
UPDATE installations SET refresh_requested_at = '2026-03-04T00:00:00Z', refresh_attempts = 3, refresh_retry_at = '2026-03-04T00:02:00Z' WHERE id = 101;
UPDATE repositories SET config_requested_at = '2026-03-04T00:00:00Z', config_attempts = 2, config_retry_at = '2026-03-04T00:00:30Z' WHERE id = 202;
