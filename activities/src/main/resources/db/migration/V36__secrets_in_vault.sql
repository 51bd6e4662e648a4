-- Which store has a secret's value. A row of Vault's seals where in Vault the value is, and no value.
alter table secrets add column store text not null default 'local_encrypted'
  check (store in ('local_encrypted', 'vault_kv_v2'));

-- What has no row any more, and is still to be erased in Vault.
create table forgotten_secrets (
  account_id uuid not null references accounts,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, name)
);
alter table forgotten_secrets enable row level security;
alter table forgotten_secrets force row level security;
create policy one_account on forgotten_secrets to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, delete on forgotten_secrets to preloop_app;
create policy whole_system on forgotten_secrets to preloop_system using (true) with check (true);
grant select on forgotten_secrets to preloop_system;
