package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * Error codes of older revisions, as a client of revision 2026-07-28 would read them: some are not
 * to be sent any more, and those that it defines itself say what only this endpoint can (Basic,
 * Error Codes).
 */
final class UpstreamCodes {

  private static final int RESOURCE_NOT_FOUND = -32002;
  private static final int URL_ELICITATION = -32042;
  private static final String MISSING_CAPABILITY = "-32021";
  private static final int DEFINED_FROM = -32099;
  private static final int DEFINED_TO = -32020;

  private UpstreamCodes() {}

  /** What only a server of this revision says: which capabilities its client would need. */
  static boolean isMissingCapability(JsonSlice error) {
    JsonSlice code = error.member("code");
    JsonSlice data = error.member("data");
    return code != null
        && code.toString().equals(MISSING_CAPABILITY)
        && data != null
        && data.member("requiredCapabilities") != null;
  }

  static boolean isMisread(@Nullable JsonSlice code) {
    try {
      int number = code == null ? 0 : Integer.parseInt(code.toString());
      return number == RESOURCE_NOT_FOUND
          || number == URL_ELICITATION
          || (number >= DEFINED_FROM && number <= DEFINED_TO);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  static String message(JsonSlice error) {
    JsonSlice message = error.member("message");
    String text = message == null ? null : message.text();
    return text == null ? "The upstream server answered with an error." : text;
  }
}
