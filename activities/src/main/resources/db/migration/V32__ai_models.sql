-- Models under the names that agents ask for them by; the provider's keys are in secrets.
create table ai_models (
  id uuid primary key,
  account_id uuid not null references accounts,
  alias text not null,
  provider text check (provider in
    ('openai', 'anthropic', 'gemini', 'azure_openai', 'bedrock', 'openai_compatible')),
  identifier text,
  endpoint text,
  secret text,
  prices jsonb not null,
  limits jsonb not null,
  routing jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, alias)
);
alter table ai_models enable row level security;
alter table ai_models force row level security;
create policy one_account on ai_models to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on ai_models to preloop_app;
create trigger revision after insert or update or delete on ai_models
  for each row execute function bump_account_revision();
