package ai.preloop.cli.client;

/** What was given cannot be used; the sentence says what to give instead. */
public final class UsageException extends RuntimeException {

  public UsageException(String sentence) {
    super(sentence);
  }
}
