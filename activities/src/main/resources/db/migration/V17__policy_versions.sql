-- Versions that nobody needs any more may go; the active one is held by policy_heads.
grant delete on policy_versions to preloop_app;
