-- How many calls a session has made, as conditions see it: nodes count, and write once a minute.
alter table mcp_sessions add column calls bigint not null default 0;

-- What a call was judged by is kept with it, to be judged by again: with its record (the chain covers it),
-- and with the request while people are asked.
alter table audit_records add column session_calls bigint;
alter table approval_requests add column session_calls bigint not null default 0;
