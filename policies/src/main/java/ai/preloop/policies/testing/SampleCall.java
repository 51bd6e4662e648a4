package ai.preloop.policies.testing;

import ai.preloop.policies.verdicts.Caller;
import java.time.Instant;

/**
 * A call as somebody writes it down, to ask what would become of it; {@code arguments} are JSON.
 */
public record SampleCall(
    Target target, byte[] arguments, String justification, Caller caller, Instant now) {

  /** When a call is made that does not say when: always the same instant, so that tests repeat. */
  public static final Instant STANDARD_NOW = Instant.parse("2026-01-01T12:00:00Z");

  /** What is called: a server's tool; {@code server} is empty when it was not said. */
  public record Target(String server, String tool, String source) {}
}
