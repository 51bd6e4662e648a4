package ai.preloop.policies.documents;

/** What a rule asks for, in order of strictness. */
public enum Action {
  ALLOW,
  REQUIRE_APPROVAL,
  DENY
}
