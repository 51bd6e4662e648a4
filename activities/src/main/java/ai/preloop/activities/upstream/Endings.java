package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.UpstreamAnswer.Failure;
import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.Refused;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamAnswer.Withheld;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a request that failed has come to, by what made it fail. */
final class Endings {

  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
  private static final Set<Integer> TURNED_AWAY =
      Set.of(400, 401, 403, 404, 405, 406, 413, 415, 429);

  private Endings() {}

  static Failure of(IOException failure) {
    return switch (failure) {
      case WithheldException e -> new Withheld(String.valueOf(e.getMessage()));
      case GoneException e -> new SessionLost();
      case NotSentException e -> new NotSent(String.valueOf(e.getMessage()));
      case TurnedAwayException e -> ofStatus(e.status());
      case UnreadableAnswer e -> {
        if (e.getCause() != null) {
          LOG.warn("An upstream server's answer could not be read", e);
        }
        yield new Unknown(ProblemType.UPSTREAM_FAILED, String.valueOf(e.getMessage()));
      }
      case InterruptedIOException e ->
          new Unknown(ProblemType.UPSTREAM_TIMEOUT, "The upstream server did not answer in time.");
      default ->
          new Unknown(
              ProblemType.UPSTREAM_FAILED,
              "The connection to the upstream server broke before it had answered.");
    };
  }

  /** Of an HTTP status that is no success and came with no answer. */
  static Failure ofStatus(int status) {
    return wasTurnedAway(status)
        ? new Refused(status)
        : new Unknown(
            ProblemType.UPSTREAM_FAILED,
            "The upstream server answered with HTTP status " + status + ".");
  }

  /** Statuses that a server gives before any work is done; every other one may come after it. */
  private static boolean wasTurnedAway(int status) {
    return (status >= 300 && status < 400 && status != 303) || TURNED_AWAY.contains(status);
  }
}
