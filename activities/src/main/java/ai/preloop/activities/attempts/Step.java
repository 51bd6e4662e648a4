package ai.preloop.activities.attempts;

import java.time.Duration;

/** What follows from one request. */
sealed interface Step {

  Step NEXT = new Next();

  /** The client gets this. */
  record Served(ProviderAnswer answer) implements Step {}

  /** The same target may answer after so long. */
  record Again(Duration after) implements Step {}

  /** Another target may answer. */
  record Next() implements Step {}
}
