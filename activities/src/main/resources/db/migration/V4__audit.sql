-- The ledger: one chain for each account, partitioned by month. Columns that are hashed are text, not jsonb:
-- what was hashed must come back byte for byte.
create table audit_heads (
  account_id uuid primary key references accounts,
  seq bigint not null,
  hash bytea not null
);

create table audit_records (
  account_id uuid not null,
  seq bigint not null,
  id uuid not null,
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
  duration_us bigint,
  hash bytea not null,
  previous_hash bytea not null,
  primary key (account_id, seq, at)
) partition by range (at);
create index audit_records_at on audit_records (account_id, at desc, seq desc);
create index audit_records_correlation on audit_records (account_id, correlation_id);

create table audit_records_default partition of audit_records default;

-- Makes this month's partition and the next three, where they are not there yet.
create function ensure_audit_partitions() returns integer
  language plpgsql security definer set search_path = public
as $$
declare
  month date := date_trunc('month', now() at time zone 'utc')::date;
  made integer := 0;
  part text;
begin
  for i in 0..3 loop
    part := 'audit_records_' || to_char(month, 'YYYY_MM');
    if to_regclass(part) is null then
      execute format(
        'create table %I partition of audit_records for values from (%L) to (%L)',
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
select ensure_audit_partitions();
revoke all on function ensure_audit_partitions() from public;
grant execute on function ensure_audit_partitions() to preloop_system;
