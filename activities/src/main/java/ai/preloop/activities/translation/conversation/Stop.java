package ai.preloop.activities.translation.conversation;

import org.jspecify.annotations.Nullable;

/** Why an answer ends, with the stop sequence that ended it where the provider says so. */
public record Stop(Reason reason, @Nullable String sequence) {

  /** What the formats can tell apart. */
  public enum Reason {
    END,
    LENGTH,
    TOOL_CALLS,
    SEQUENCE,
    REFUSAL,
    PAUSE
  }

  public static Stop of(Reason reason) {
    return new Stop(reason, null);
  }

  /** Gemini and some compatible servers call it an ordinary end where tools are called. */
  public Stop afterCalls() {
    return reason == Reason.END ? of(Reason.TOOL_CALLS) : this;
  }
}
