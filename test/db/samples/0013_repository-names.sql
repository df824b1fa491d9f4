-- Found by its name in any case.
UPDATE repositories SET owner_login = 'Octo', name = 'Hello' WHERE id = 202;
