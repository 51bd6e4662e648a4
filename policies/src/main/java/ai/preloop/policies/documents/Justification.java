package ai.preloop.policies.documents;

/** Whether a caller may, or must, say why it makes a call. */
public enum Justification {
  DISABLED,
  OPTIONAL,
  REQUIRED
}
