package ai.preloop.policies.documents;

/** How much a finding weighs: an error keeps a document from being applied. */
public enum Severity {
  ERROR,
  WARNING
}
