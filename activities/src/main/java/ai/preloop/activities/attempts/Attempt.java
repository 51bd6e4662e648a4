package ai.preloop.activities.attempts;

import ai.preloop.activities.attempts.Cancellation.Registration;
import ai.preloop.activities.upstream.NotSentException;
import ai.preloop.activities.upstream.WebCall;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** One request to one provider, up to the head of its answer. */
sealed interface Attempt {

  /** There is an answer; whoever has it ends it. */
  record Answered(WebCall call, Registration watch) implements Attempt, AutoCloseable {

    @Override
    public void close() {
      watch.close();
      call.close();
    }
  }

  /** No byte of it left; {@code mayHelp} where trying again may. */
  record NotSent(String why, boolean mayHelp) implements Attempt {}

  /** It was sent, or may have been, and the connection was lost before the answer. */
  record Lost() implements Attempt {}

  /** It was sent, and nothing came in time. */
  record TimedOut() implements Attempt {}

  /** Sends it; CancellationException when the client left meanwhile. */
  static Attempt of(WebCall call, Cancellation left) {
    Registration watch = left.whenCancelled(call::abort);
    boolean answered = false;
    try {
      call.send();
      left.check();
      answered = true;
      return new Answered(call, watch);
    } catch (IOException e) {
      left.check();
      return failed(e);
    } finally {
      if (!answered) {
        watch.close();
        call.close();
      }
    }
  }

  private static Attempt failed(IOException failure) {
    return switch (failure) {
      case NotSentException e ->
          new NotSent(
              String.valueOf(e.getMessage()),
              !(e.getCause() instanceof ProblemException rule
                  && rule.type() == ProblemType.UNPROCESSABLE));
      case SocketTimeoutException _ -> new TimedOut();
      default -> new Lost();
    };
  }

  /** What the meters call it. */
  default String outcome() {
    return switch (this) {
      case Answered(WebCall call, Registration _) -> outcome(call.status());
      case NotSent _ -> "not_sent";
      case Lost _ -> "lost";
      case TimedOut _ -> "timed_out";
    };
  }

  private static String outcome(int status) {
    if (status <= 299) {
      return "answered";
    }
    return status <= 399 ? "redirected" : "refused";
  }
}
