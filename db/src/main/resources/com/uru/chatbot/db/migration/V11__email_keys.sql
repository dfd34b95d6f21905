-- One e-mail address is one account. Servers write the canonical form of an address beside the address: the domain in ASCII (xn--), the
-- local part without differences of case and Unicode normalization form. Servers of the version before leave it null, and each server
-- fills what is null when it starts; until then lower(email), which stays unique, finds the account.
alter table users add column email_key text;

-- For an address in ASCII that is lower(email), in whatever collation the database has. Of accounts with the same key, the oldest gets it.
update users set email_key = keys.email_key
  from (select distinct on (lower(email collate "C")) tenant_id, id, lower(email collate "C") as email_key
        from users where octet_length(email) = length(email)
        order by lower(email collate "C"), created_at) keys
  where users.tenant_id = keys.tenant_id and users.id = keys.id;

create unique index users_email_key_key on users (email_key);

-- Whose address is this? The very spelling comes first: two accounts with one key may be older than the key. Answers ids only.
create function find_account(wanted_email text, wanted_key text)
  returns table (tenant_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select u.tenant_id, u.id from users u
      where u.email_key = wanted_key or lower(u.email) in (lower(wanted_email), wanted_key)
      order by (lower(u.email) = lower(wanted_email)) desc, (u.email_key is not null) desc
      limit 1;
  end;

-- For the start of a server, before a tenant is known.
create function accounts_without_email_key()
  returns table (tenant_id uuid, user_id uuid, email text)
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select users.tenant_id, users.id, users.email from users where users.email_key is null;
  end;

revoke execute on function find_account(text, text), accounts_without_email_key() from public;
grant execute on function find_account(text, text), accounts_without_email_key() to ${applicationRole};
