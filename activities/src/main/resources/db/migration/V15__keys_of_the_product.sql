-- The keys of credentials.json, which the product makes and ends itself. One of an earlier version
-- is marked when its file is read again.
alter table api_keys add column of_product boolean not null default false;
