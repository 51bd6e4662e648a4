-- Money that may be spent in a time, in nanodollars.
create table budgets (
  id uuid primary key,
  account_id uuid not null references accounts,
  name text not null,
  scope text not null check (scope in ('account', 'user', 'key', 'session', 'model')),
  scope_value text,
  period text not null check (period in ('hour', 'day', 'week', 'month', 'all_time')),
  limit_nanos bigint not null check (limit_nanos >= 0),
  kind text not null check (kind in ('soft', 'hard')),
  on_unpriced text not null check (on_unpriced in ('allow', 'refuse')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, name)
);
create trigger revision after insert or update or delete on budgets
  for each row execute function bump_account_revision();

-- What was spent in one window, for one subject where a budget is for each of them. recalled_at is when a node last
-- asked the others for what lies idle with them; told_at when it was said that the budget is used up.
create table budget_windows (
  account_id uuid not null references accounts,
  budget_id uuid not null references budgets on delete cascade,
  subject text not null,
  window_start timestamptz not null,
  spent_nanos bigint not null default 0,
  recalled_at timestamptz,
  told_at timestamptz,
  primary key (budget_id, subject, window_start)
);

-- What a node has taken of a window: it counts as spent until the node returns it, or another heals it. A healed lease
-- stays for a while with what was booked for it, so that a node that was only thought lost corrects it to the truth.
-- bared_at is when nothing of it lay idle last.
create table budget_leases (
  id uuid primary key,
  account_id uuid not null references accounts,
  budget_id uuid not null,
  subject text not null,
  window_start timestamptz not null,
  node_id uuid not null,
  amount_nanos bigint not null check (amount_nanos >= 0),
  bared_at timestamptz not null default clock_timestamp(),
  healed_nanos bigint,
  healed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (budget_id, subject, window_start) references budget_windows on delete cascade
);
create index budget_leases_window on budget_leases (budget_id, subject, window_start);
create index budget_leases_node on budget_leases (node_id);

do $$
declare
  t text;
begin
  foreach t in array array['budgets', 'budget_windows', 'budget_leases'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy one_account on %I to preloop_app using (account_id = current_account()) '
      'with check (account_id = current_account())', t);
    execute format('grant select, insert, update, delete on %I to preloop_app', t);
  end loop;
  foreach t in array array['budget_windows', 'budget_leases'] loop
    execute format('create policy whole_system on %I to preloop_system using (true) with check (true)', t);
  end loop;
end
$$;
grant select, update on budget_windows to preloop_system;
grant select, update, delete on budget_leases to preloop_system;
