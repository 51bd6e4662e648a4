package ai.preloop.activities.upstream;

import java.io.IOException;

/** An upstream server answered with what cannot be taken; the message is a sentence for people. */
final class UnreadableAnswer extends IOException {

  UnreadableAnswer(String sentence) {
    super(sentence);
  }

  private UnreadableAnswer(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** Of an answer that the code that reads it was not made for. */
  static UnreadableAnswer because(RuntimeException failure) {
    return new UnreadableAnswer("The upstream server's answer could not be read.", failure);
  }

  static UnreadableAnswer tooLarge(int limit) {
    return new UnreadableAnswer("The upstream server's answer is larger than " + limit + " bytes.");
  }
}
