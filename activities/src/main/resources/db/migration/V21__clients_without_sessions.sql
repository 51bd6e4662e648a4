-- A client of revision 2026-07-28 opens no session: it has one for its subject and what it calls itself.
create unique index mcp_sessions_stateless on mcp_sessions (account_id, subject_id, client)
  where protocol_version = '2026-07-28';

-- All its conversations are in that one, so its id of a call says no more there than across sessions.
alter table approval_requests add column stateless boolean not null default false;
drop index approval_requests_call;
create unique index approval_requests_call
  on approval_requests (account_id, subject_id, client_call_id, session_id)
  where client_call_id is not null and not stateless;
create index approval_requests_stateless_call on approval_requests (account_id, subject_id, client_call_id)
  where client_call_id is not null and stateless;
