package ai.preloop.activities.runtimesessions;

import ai.preloop.activities.traces.Conversation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A session and what its calls come to: whose clients' it is, and the keys and persons that called.
 */
public record RuntimeSession(
    Conversation conversation,
    String source,
    List<String> principals,
    Instant firstSeen,
    Instant lastSeen,
    Calls calls,
    Tokens tokens,
    BigDecimal costNanos) {

  public RuntimeSession {
    principals = List.copyOf(principals);
  }

  /** How many calls of models there are, and requests to servers. */
  public record Calls(long models, long servers) {}

  /** Whole input and output with reasoning, whatever the dialect. */
  public record Tokens(long input, long output) {}
}
