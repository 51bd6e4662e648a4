-- Which agent's header named the session of a call.
alter table api_usage add column session_source text;

-- The tool calls that models' answers asked for, each with the session of the call of the model: its own, or the one that
-- stands for its key.
create table model_tool_calls (
  account_id uuid not null,
  call_id uuid not null,
  tool_call_id text not null,
  started_at timestamptz not null,
  user_id uuid not null,
  session text not null,
  primary key (account_id, call_id, tool_call_id)
);
create index model_tool_calls_id on model_tool_calls (account_id, tool_call_id, started_at);
create index model_tool_calls_session on model_tool_calls (account_id, session);
create index model_tool_calls_age on model_tool_calls (started_at);

-- What a client said that a call of a server belongs to: one row for each request, beside its records, which the chain
-- covers as they always were.
create table call_ties (
  account_id uuid not null,
  correlation_id uuid not null,
  at timestamptz not null,
  user_id uuid not null,
  mcp_session_id uuid,
  client_call_id text,
  said_session text,
  primary key (account_id, correlation_id)
);
create index call_ties_call on call_ties (account_id, client_call_id) where client_call_id is not null;
create index call_ties_said on call_ties (account_id, said_session) where said_session is not null;
create index call_ties_session on call_ties (account_id, mcp_session_id, at) where mcp_session_id is not null;
create index call_ties_age on call_ties (at);
create index audit_records_session on audit_records (account_id, session_id, at) where session_id is not null;

-- The beginnings of what was said to models and by them, without secrets; only where the operator has it kept.
create table model_contents (
  account_id uuid not null,
  call_id uuid not null,
  started_at timestamptz not null,
  request_preview text not null,
  answer_preview text not null,
  words tsvector not null
    generated always as (to_tsvector('simple', request_preview || ' ' || answer_preview)) stored,
  primary key (account_id, started_at, call_id)
);
create index model_contents_words on model_contents using gin (words);
create index model_contents_age on model_contents (started_at);

do $$
declare
  t text;
begin
  foreach t in array array['model_tool_calls', 'call_ties', 'model_contents'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy one_account on %I to preloop_app using (account_id = current_account()) '
      'with check (account_id = current_account())', t);
    execute format('create policy whole_system on %I to preloop_system using (true) with check (true)', t);
    execute format('grant select on %I to preloop_app', t);
    execute format('grant select, insert, delete on %I to preloop_system', t);
  end loop;
end
$$;

-- Each request with the call of a model that led to it: the last one of the same person, within a day before, whose
-- answer has the id that the client says. Some providers count their ids from zero in each answer.
create view tied_calls with (security_invoker = true) as
select t.account_id, t.correlation_id, t.at, t.user_id, t.mcp_session_id, t.client_call_id, t.said_session,
  m.call_id as model_call_id, coalesce(m.session, t.said_session) as session
from call_ties t
left join lateral (
  select m.call_id, m.session from model_tool_calls m
  where m.account_id = t.account_id and m.tool_call_id = t.client_call_id and m.user_id = t.user_id
    and m.started_at <= t.at and m.started_at > t.at - interval '1 day'
  order by m.started_at desc limit 1) m on true;
grant select on tied_calls to preloop_app;
