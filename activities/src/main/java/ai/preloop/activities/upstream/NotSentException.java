package ai.preloop.activities.upstream;

import java.io.IOException;

/** No byte of a request left; the message is a sentence for people. */
public sealed class NotSentException extends IOException permits WithheldException, GoneException {

  NotSentException(String sentence) {
    super(sentence);
  }

  NotSentException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
