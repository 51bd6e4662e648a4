package ai.preloop.activities.upstream;

import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.util.Optional;

/** Behind the failure to open a conversation: what came of the attempt, an answer or none. */
public final class NotOpenedException extends IOException {

  private final transient UpstreamAnswer answer;

  NotOpenedException(UpstreamAnswer answer) {
    super("The upstream server did not open a session.");
    this.answer = answer;
  }

  /** What came of the attempt that the failure tells of; empty where none was made. */
  public static Optional<UpstreamAnswer> behind(ProblemException failure) {
    return failure.getCause() instanceof NotOpenedException e
        ? Optional.of(e.answer)
        : Optional.empty();
  }
}
