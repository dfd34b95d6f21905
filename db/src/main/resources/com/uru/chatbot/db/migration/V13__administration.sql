-- An administrator finds people by words of their name and address. The key is written by the server: folded as titles are for a search.
-- Null: written by a version before.
alter table users add column search_key text;

create index users_by_name_idx on users (tenant_id, lower(display_name), id);
create index users_by_email_idx on users (tenant_id, lower(email), id);
create index users_by_creation_idx on users (tenant_id, created_at, id);

-- Links by which a person sets a password without the old one: an invitation while there is none, else a reset. A link is used once,
-- expires, and is replaced by the next one of the same person. Only the SHA-256 of its secret is kept.
create table password_links (
  tenant_id  uuid        not null,
  user_id    uuid        not null,
  token_hash bytea       not null check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);

create unique index password_links_token_idx on password_links (tenant_id, token_hash);

alter table password_links enable row level security, force row level security;
create policy owner_access on password_links to current_user using (true) with check (true);
create policy tenant_isolation on password_links to ${applicationRole}
  using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id());

grant select, insert, update, delete on password_links to ${applicationRole};
