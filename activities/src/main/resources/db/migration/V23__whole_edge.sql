-- An upstream session is not used with another credential than it was opened with.
truncate upstream_sessions;
alter table upstream_sessions add column credential text not null;

-- What a server said of itself when it was asked for its tools, byte for byte.
alter table mcp_servers add column introduction bytea;

-- What a client can do for servers, as it said it, and whether it opened its session itself.
alter table mcp_sessions add column capabilities text not null default '{}';
alter table mcp_sessions add column stateless boolean not null default false;
update mcp_sessions set stateless = true where protocol_version = '2026-07-28';
drop index mcp_sessions_stateless;
create unique index mcp_sessions_stateless on mcp_sessions (account_id, subject_id, client) where stateless;

-- A resource or a prompt that needs a person is asked for as a tool call is.
alter table approval_requests add column method text not null default 'tools/call';
drop index approval_requests_same_call;
create unique index approval_requests_same_call
  on approval_requests (account_id, subject_id, server_id, method, tool_name, digest) nulls not distinct
  where client_call_id is null and delivered_at is null
    and (status = 'pending'
         or (status = 'approved' and server_id is not null
             and execution_status in ('none', 'executing', 'outcome_unknown')));
