-- What was granted, and what the server wants beside that, as scopes parted by spaces.
alter table oauth_grants add column scope text, add column wanted text;

-- Tokens that are renewed are no news: whoever needs one reads it.
drop trigger revision on oauth_grants;
create trigger revision after insert or delete or update of failure, wanted on oauth_grants
  for each row execute function bump_account_revision();

drop trigger revision on secrets;
create trigger revision after insert or update on secrets
  for each row when (new.name not like 'mcp-oauth/%') execute function bump_account_revision();
create trigger revision_of_deleted after delete on secrets
  for each row when (old.name not like 'mcp-oauth/%') execute function bump_account_revision();
