-- What a change leaves for the ledger, in the transaction of the change itself; it is carried over afterwards.
create table audit_outbox (
  id uuid primary key,
  account_id uuid not null references accounts,
  at timestamptz not null,
  correlation_id uuid not null,
  session_id uuid,
  agent_id uuid,
  flow_id uuid,
  principal_type text not null,
  principal_id uuid,
  principal_name text not null,
  action text not null,
  server text,
  tool text,
  verdict text,
  rule text,
  policy_version integer,
  arguments text,
  outcome text not null,
  duration_us bigint
);
create index audit_outbox_order on audit_outbox (account_id, at, id);

alter table audit_outbox enable row level security;
alter table audit_outbox force row level security;
create policy one_account on audit_outbox to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
create policy whole_system on audit_outbox to preloop_system using (true) with check (true);
grant select, insert on audit_outbox to preloop_app;
grant select, delete on audit_outbox to preloop_system;
