package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;

/** Deny is stricter than ask, and ask than allow. */
final class Strictness {

  private Strictness() {}

  static Action stricter(Action one, Action other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
