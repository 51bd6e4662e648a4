package ai.preloop.activities.upstream;

/** The conversation in which the request was to be sent is over. */
final class GoneException extends NotSentException {

  GoneException() {
    super("The conversation with the upstream server is over.");
  }
}
