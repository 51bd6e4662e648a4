package ai.preloop.activities.mcp;

import java.io.IOException;

/** An upstream server answered with what cannot be taken; the message is a sentence for people. */
final class UnreadableAnswer extends IOException {

  UnreadableAnswer(String sentence) {
    super(sentence);
  }

  static UnreadableAnswer tooLarge(int limit) {
    return new UnreadableAnswer("The upstream server's answer is larger than " + limit + " bytes.");
  }
}
