-- From where a session was opened, for its owner alone. Null: not known, ended, or opened by a server of a version before.
alter table login_sessions add column address text check (length(address) <= 45);
