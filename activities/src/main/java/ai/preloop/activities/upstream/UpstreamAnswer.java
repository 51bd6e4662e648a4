package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.policies.problems.ProblemType;

/**
 * How a request to an upstream server ended. Whether it may be sent again hangs on the difference
 * between what cannot have reached the server and what may have.
 */
public sealed interface UpstreamAnswer {

  /** A JSON-RPC result, as it came; {@code isError} is the tool's own word for having failed. */
  record Result(JsonSlice result, boolean isError) implements UpstreamAnswer {}

  /**
   * What the server asks of its client before it answers, which is a result for a client that takes
   * it as one.
   */
  record InputRequired(JsonSlice result) implements UpstreamAnswer {}

  /** A JSON-RPC error; {@code error} is the object as it came. */
  record RpcError(long code, String message, JsonSlice error) implements UpstreamAnswer {}

  /** Anything but an answer; {@code sentence} names no address and no secret. */
  sealed interface Failure extends UpstreamAnswer {
    String sentence();
  }

  /** No byte of the request can have reached the server. */
  record NotSent(String sentence) implements Failure {}

  /** Nothing was sent, for want of something on our side that will be there again. */
  record NotNow(String sentence) implements Failure {}

  /** Nothing was sent, since as many calls as the server takes at once were under way. */
  record Crowded(String sentence) implements Failure {}

  /** Ready to be sent, and held back because it was not right any more. */
  record Withheld(String sentence) implements Failure {}

  /** The server knows the session no longer and has not run the request. */
  record SessionLost() implements Failure {
    @Override
    public String sentence() {
      return "The upstream server does not know the session any more.";
    }
  }

  /** The server turned the request away by its HTTP status, which says that it was not run. */
  record Refused(int status, String sentence) implements Failure {

    /** Where nothing but the status is known. */
    public Refused(int status) {
      this(status, "The upstream server refused the request with HTTP status " + status + ".");
    }
  }

  /** The request was sent, or may have been, and what became of it is not known. */
  record Unknown(ProblemType type, String sentence) implements Failure {}
}
