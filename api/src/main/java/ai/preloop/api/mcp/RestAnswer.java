package ai.preloop.api.mcp;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a call over REST is answered: a result, a problem or an object that says that it waits, for
 * this approval request; and what is to be done once it was written.
 */
record RestAnswer(
    int status, byte[] body, @Nullable UUID approval, Runnable afterwards, Origin origin) {

  /** Whether it was made for this request, or for an earlier one under the same key. */
  enum Origin {
    MADE,
    REPLAYED
  }

  static RestAnswer result(byte[] result, Runnable afterwards) {
    return new RestAnswer(200, result, null, afterwards, Origin.MADE);
  }

  static RestAnswer waiting(byte[] body, UUID approval) {
    return new RestAnswer(202, body, approval, () -> {}, Origin.MADE);
  }

  static RestAnswer of(int status, byte[] body, Origin origin) {
    return new RestAnswer(status, body, null, () -> {}, origin);
  }

  String contentType() {
    return status < 300 ? "application/json" : "application/problem+json";
  }
}
