package ai.preloop.policies.documents;

/** Whether a verdict binds, or is only recorded. */
public enum Mode {
  ENFORCE,
  SHADOW
}
