-- The system prompt in force when a question was asked, where it differs from what was in force before it along its branch; '' where it
-- was removed, null where nothing changed. So what a model was sent once can be sent again unchanged. An answer has it too where a
-- question was answered once more under another prompt.
alter table messages add column instructions text;

-- Until now the prompt of the conversation came first in every branch, whenever it was set.
update messages m set instructions = c.system_prompt
  from conversations c
  where c.tenant_id = m.tenant_id and c.id = m.conversation_id
    and m.parent_id is null and m.role = 'user' and c.system_prompt ~ '\S';
