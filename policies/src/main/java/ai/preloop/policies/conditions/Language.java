package ai.preloop.policies.conditions;

/** The language of a condition. */
public enum Language {
  CEL,
  SIMPLE
}
