-- The last rotation of a session's tokens while none of the new tokens has been presented: the answer with them may have been lost. The
-- salt derives the new refresh token from the one before it, which only the client has. Both columns are null once a new token was seen.
alter table login_sessions
  add column unseen_rotation uuid,
  add column successor_salt bytea check (length(successor_salt) = 32);
