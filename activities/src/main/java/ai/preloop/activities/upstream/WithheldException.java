package ai.preloop.activities.upstream;

/** The request was ready to leave and was not cleared to. */
final class WithheldException extends NotSentException {

  WithheldException(String sentence) {
    super(sentence);
  }
}
