package ai.preloop.activities.translation.conversation;

import ai.preloop.activities.dialects.Usage;
import org.jspecify.annotations.Nullable;

/** What happens in a streamed answer; at most one part is open at a time. */
public sealed interface StreamEvent {

  record Started(String id, @Nullable Long created) implements StreamEvent {
    public Started createdOr(long seconds) {
      return created == null ? new Started(id, seconds) : this;
    }

    public long createdAt() {
      return created == null ? 0 : created;
    }
  }

  record Opened(Kind kind) implements StreamEvent {}

  record OpenedCall(String id, String name, @Nullable String signature) implements StreamEvent {}

  record Delta(String text) implements StreamEvent {}

  /** The open part is complete; a thought may have its seal now. */
  record Closed(@Nullable Seal seal) implements StreamEvent {}

  record Finished(Stop stop, Usage usage) implements StreamEvent {}

  record Failed(Failure failure) implements StreamEvent {}

  /** What is said piece by piece, besides calls. */
  enum Kind {
    TEXT,
    THOUGHT,
    REFUSAL
  }
}
