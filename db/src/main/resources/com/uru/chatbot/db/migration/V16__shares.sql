-- Conversations that their owners show to others of the tenant. What is shown is the branch that ends with head_message_id: a message that has
-- ended never changes, so the branch is a snapshot without a copy of its messages. The secret of the link is not stored: the server
-- computes it from the id.
create table shares (
  tenant_id       uuid        not null,
  id              uuid        not null,
  owner_id        uuid        not null,
  conversation_id uuid        not null,
  head_message_id uuid        not null,
  title           text        not null check (length(title) <= 200),
  message_count   integer     not null check (message_count > 0),
  audience        text        not null check (audience in ('link', 'everybody')),
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, conversation_id),
  foreign key (tenant_id, owner_id, conversation_id)
    references conversations (tenant_id, owner_id, id) on delete cascade,
  foreign key (tenant_id, conversation_id, head_message_id)
    references messages (tenant_id, conversation_id, id) on delete cascade
);

create index shares_of_owner_idx on shares (tenant_id, owner_id, updated_at desc, id desc);
create index shares_for_everybody_idx on shares (tenant_id, updated_at desc, id desc) where audience = 'everybody';

-- Everybody of the tenant reads, and only the owner writes.
alter table shares enable row level security, force row level security;
create policy owner_access on shares to current_user using (true) with check (true);
create policy tenant_reads on shares for select to ${applicationRole}
  using (tenant_id = current_tenant_id());
create policy user_inserts on shares for insert to ${applicationRole}
  with check (tenant_id = current_tenant_id() and owner_id = current_user_id());
create policy user_updates on shares for update to ${applicationRole}
  using (tenant_id = current_tenant_id() and owner_id = current_user_id())
  with check (tenant_id = current_tenant_id() and owner_id = current_user_id());
create policy user_deletes on shares for delete to ${applicationRole}
  using (tenant_id = current_tenant_id() and owner_id = current_user_id());

grant select, insert, update, delete on shares to ${applicationRole};
