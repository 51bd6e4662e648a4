-- What a client without sessions can do for servers is told to them when a session with them is
-- opened, so each way to say it has its own.
drop index mcp_sessions_stateless;
create unique index mcp_sessions_stateless
  on mcp_sessions (account_id, subject_id, client, md5(capabilities)) where stateless;
