-- Budgets count calls of tools as well, and for whom a credential says that it calls. In a budget of calls, the
-- columns that end in _nanos are numbers of calls.
alter table budgets
  add column unit text not null default 'usd' check (unit in ('usd', 'tool_calls', 'side_effects')),
  drop constraint budgets_scope_check,
  add constraint budgets_scope_check check (
    scope in ('account', 'user', 'key', 'team', 'agent', 'flow', 'session', 'model'));

-- Whoever heals leases asks what is counted in them.
create policy whole_system on budgets to preloop_system using (true) with check (false);
grant select on budgets to preloop_system;

-- Where an account's events are sent, with the secret that signs them, sealed.
create table webhooks (
  id uuid primary key,
  account_id uuid not null references accounts,
  name text not null,
  url text not null,
  secret bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (account_id, name)
);

-- What is to be sent, written in the transaction of what it tells of. Whoever takes one moves due_at on first, so that
-- it is tried again even if that node ends. ended_at is when it was delivered, or given up with its last error.
create table webhook_deliveries (
  id uuid primary key,
  account_id uuid not null references accounts,
  webhook_id uuid not null references webhooks on delete cascade,
  event_type text not null,
  body text not null,
  attempts int not null default 0,
  due_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  error text,
  created_at timestamptz not null default clock_timestamp()
);
create index webhook_deliveries_due on webhook_deliveries (due_at) where ended_at is null;
create index webhook_deliveries_ended on webhook_deliveries (ended_at) where ended_at is not null;
create index webhook_deliveries_webhook on webhook_deliveries (webhook_id, created_at);

do $$
declare
  t text;
begin
  foreach t in array array['webhooks', 'webhook_deliveries'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy one_account on %I to preloop_app using (account_id = current_account()) '
      'with check (account_id = current_account())', t);
    execute format('grant select, insert, update, delete on %I to preloop_app', t);
  end loop;
end
$$;
create policy whole_system on webhook_deliveries to preloop_system using (true) with check (true);
grant select (id, account_id, due_at, ended_at), delete on webhook_deliveries to preloop_system;
