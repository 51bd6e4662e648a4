package ai.preloop.activities.translation.conversation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The id of a tool call as a client knows it: the provider's, and Gemini's thought signature behind
 * it, since the id is what every client returns verbatim, with the call and with its result.
 */
public record CallId(String id, @Nullable String signature) {

  private static final String BEFORE_SIGNATURE = "__sig_";

  /** In the letters, digits, dashes and underscores that Anthropic allows in ids. */
  public String carried() {
    return signature == null
        ? id
        : id
            + BEFORE_SIGNATURE
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(signature.getBytes(StandardCharsets.UTF_8));
  }

  public static CallId returned(String carried) {
    int at = carried.indexOf(BEFORE_SIGNATURE);
    if (at < 0) {
      return new CallId(carried, null);
    }
    try {
      byte[] signature =
          Base64.getUrlDecoder().decode(carried.substring(at + BEFORE_SIGNATURE.length()));
      return new CallId(carried.substring(0, at), new String(signature, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return new CallId(carried, null);
    }
  }
}
