-- Which models a key may call, as patterns of aliases; null is all that the policy allows.
alter table api_keys add column models text[] check (cardinality(models) > 0);

-- When the one call of a model went out that an approval lets through.
alter table approval_requests add column passed_at timestamptz;
