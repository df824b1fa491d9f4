-- A repository that is not on GitHub.
INSERT INTO repositories (id, node_id, owner_id, owner_login, name, private, url) VALUES
  (-4503599627370495, '', 0, 'gitlab.com', 'group/project', false, 'https://gitlab.com/group/project.git');
