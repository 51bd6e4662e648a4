-- The processes of this installation; nobody's tenant data. One that is declared lost stays so: it comes back under
-- another id, and its row is deleted by whoever has cleaned up after it.
create table nodes (
  id uuid primary key,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  lost_at timestamptz
);
grant select, insert, update, delete on nodes to preloop_system;

-- The ledger of model calls, partitioned by month. A call's row is there before the call is sent (open), and is settled
-- once; what its node did not live to settle is partial, and costs what it could have cost at the most.
create table api_usage (
  account_id uuid not null,
  id uuid not null,
  started_at timestamptz not null,
  node_id uuid not null,
  user_id uuid not null,
  key_id uuid,
  key_name text,
  session text,
  agent text,
  flow_id uuid,
  execution_id uuid,
  model text not null,
  operation text not null,
  dialect text not null,
  streamed boolean not null,
  provider text,
  identifier text,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  total_input_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  reasoning_tokens bigint not null default 0,
  bound_nanos bigint,
  cost_nanos bigint,
  price_source text,
  usage_estimated boolean not null default false,
  leases uuid[] not null default '{}',
  status text not null check (status in ('open', 'ok', 'refused', 'failed', 'cut', 'left', 'partial')),
  http_status integer,
  upstream_request_id text,
  first_byte_ms bigint,
  duration_ms bigint,
  settled_at timestamptz,
  primary key (account_id, started_at, id)
) partition by range (started_at);
create index api_usage_open on api_usage (node_id) where status = 'open';
create index api_usage_key on api_usage (account_id, key_id, started_at);
create index api_usage_session on api_usage (account_id, session, started_at) where session is not null;
create index api_usage_model on api_usage (account_id, model, started_at);

create table api_usage_default partition of api_usage default;

alter table api_usage enable row level security;
alter table api_usage force row level security;
alter table api_usage_default enable row level security;
alter table api_usage_default force row level security;
create policy one_account on api_usage to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
create policy whole_system on api_usage to preloop_system using (true) with check (true);
grant select on api_usage to preloop_app;
grant select, insert, update, delete on api_usage to preloop_system;

-- Makes this month's partition and the next three, where they are not there yet.
create function ensure_usage_partitions() returns integer
  language plpgsql security definer set search_path = public
as $$
declare
  month date := date_trunc('month', now() at time zone 'utc')::date;
  made integer := 0;
  part text;
begin
  for i in 0..3 loop
    part := 'api_usage_' || to_char(month, 'YYYY_MM');
    if to_regclass(part) is null then
      execute format(
        'create table %I partition of api_usage for values from (%L) to (%L)',
        part, month || ' 00:00:00+00', (month + interval '1 month')::date || ' 00:00:00+00');
      execute format('alter table %I enable row level security', part);
      execute format('alter table %I force row level security', part);
      made := made + 1;
    end if;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end
$$;
select ensure_usage_partitions();
revoke all on function ensure_usage_partitions() from public;
grant execute on function ensure_usage_partitions() to preloop_system;

-- Drops the partitions of months that ended before the given instant. It gives up soon when the table is in use, as
-- whoever comes after it would wait too.
create function drop_usage_partitions(before timestamptz) returns integer
  language plpgsql security definer set search_path = public set lock_timeout = '2s'
as $$
declare
  part text;
  month date;
  dropped integer := 0;
begin
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'api_usage'::regclass and c.relname ~ '^api_usage_\d{4}_\d{2}$'
  loop
    month := to_date(right(part, 7), 'YYYY_MM');
    if (month + interval '1 month') at time zone 'utc' <= before then
      execute format('drop table %I', part);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end
$$;
revoke all on function drop_usage_partitions(timestamptz) from public;
grant execute on function drop_usage_partitions(timestamptz) to preloop_system;
