package ai.preloop.policies.syntax;

/** How much a finding weighs: an error keeps a document from being applied. */
public enum Severity {
  ERROR,
  WARNING
}
