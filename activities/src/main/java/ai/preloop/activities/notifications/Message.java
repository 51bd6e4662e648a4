package ai.preloop.activities.notifications;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people are told of a call: never an argument, because a channel is not a safe place. */
public sealed interface Message {

  Subject subject();

  /** The call that it is about, and who made it; {@code part} is what of it waits for a person. */
  record Subject(UUID approvalId, Part part, String server, String tool, String caller) {}

  /** Of a call that was made its result may wait. */
  enum Part {
    CALL,
    RESULT
  }

  /** It waits for a person; {@code address} asks for a sign-in. */
  record Waiting(Subject subject, Instant deadline, URI address) implements Message {}

  /** How it ended: in one or two words, and by whom where that was somebody. */
  record Ended(Subject subject, Decision decision, @Nullable String by, @Nullable Outcome outcome)
      implements Message {}

  /** A person's one-time link for it was found where machines speak, and is revoked. */
  record Leaked(Subject subject, String person, String where) implements Message {}

  /** What was decided, or that nobody did. */
  enum Decision {
    APPROVED,
    DECLINED,
    EXPIRED,
    CANCELLED
  }

  /** What came of an approved call; nothing comes of a question. */
  enum Outcome {
    SUCCEEDED,
    FAILED
  }
}
