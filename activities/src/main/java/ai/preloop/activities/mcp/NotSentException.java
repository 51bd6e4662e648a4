package ai.preloop.activities.mcp;

import java.io.IOException;

/** No byte of a request left; the message is a sentence for people. */
final class NotSentException extends IOException {

  NotSentException(String sentence) {
    super(sentence);
  }

  NotSentException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
