-- Every table carries tenant_id, every key starts with it, and row-level security is enabled and forced from the first row on.
-- The owner role migrates and owns; the application role owns nothing, so no policy can be skipped by it.

-- The transaction's tenant and user, set by TenantContext; null (and so no row at all) when they are not.
create function current_tenant_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('uru.tenant', true), '')::uuid;

create function current_user_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('uru.user', true), '')::uuid;

create table tenants (
  tenant_id  uuid        not null primary key,
  name       text        not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now()
);

create table users (
  tenant_id     uuid        not null references tenants (tenant_id),
  id            uuid        not null,
  email         text        not null check (length(email) between 3 and 254),
  display_name  text        not null check (length(display_name) between 1 and 200),
  role          text        not null check (role in ('admin', 'user', 'viewer')),
  status        text        not null default 'active' check (status in ('active', 'disabled')),
  password_hash text,
  preferences   jsonb       not null default '{}',
  version       bigint      not null default 1,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- People sign in with an e-mail address alone, so it is unique across tenants.
create unique index users_email_key on users (lower(email));

create table login_sessions (
  tenant_id    uuid        not null,
  id           uuid        not null,
  user_id      uuid        not null,
  user_agent   text        not null default '',
  created_at   timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at   timestamptz not null,
  ended_at     timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);

create index login_sessions_user_idx on login_sessions (tenant_id, user_id);

create table refresh_tokens (
  tenant_id        uuid        not null,
  token_hash       bytea       not null check (length(token_hash) = 32),
  login_session_id uuid        not null,
  issued_at        timestamptz not null default now(),
  expires_at       timestamptz not null,
  used_at          timestamptz,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, login_session_id) references login_sessions (tenant_id, id) on delete cascade
);

create index refresh_tokens_session_idx on refresh_tokens (tenant_id, login_session_id);

-- Failed sign-ins, counted per account and address so that a stranger cannot lock anybody out everywhere.
create table sign_in_failures (
  tenant_id      uuid        not null references tenants (tenant_id),
  subject        bytea       not null check (length(subject) = 32),
  failures       integer     not null check (failures > 0),
  last_failed_at timestamptz not null default now(),
  blocked_until  timestamptz,
  primary key (tenant_id, subject)
);

do $$
declare
  isolated text;
begin
  foreach isolated in array array['tenants', 'users', 'login_sessions', 'refresh_tokens', 'sign_in_failures'] loop
    execute format('alter table %I enable row level security, force row level security', isolated);
    execute format('create policy owner_access on %I to current_user using (true) with check (true)', isolated);
    execute format('create policy tenant_isolation on %I to ${applicationRole}
      using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())', isolated);
  end loop;
end
$$;

-- The one question that has to be asked before a tenant is known: whose address is this? Answers ids only.
create function find_account(wanted_email text)
  returns table (tenant_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select users.tenant_id, users.id from users where lower(users.email) = lower(wanted_email);
  end;

revoke execute on function find_account(text) from public;
grant execute on function find_account(text) to ${applicationRole};

grant select, update on tenants to ${applicationRole};
grant select, insert, update, delete on users, login_sessions, refresh_tokens, sign_in_failures to ${applicationRole};

insert into tenants (tenant_id, name) values ('00000000-0000-7000-8000-000000000001', 'Uru');
