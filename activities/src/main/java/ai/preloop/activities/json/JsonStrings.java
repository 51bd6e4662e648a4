package ai.preloop.activities.json;

import java.util.function.Predicate;

/** Looks at the strings of a JSON value, names included. */
public final class JsonStrings {

  private JsonStrings() {}

  /** Whether any of them is such. */
  public static boolean any(JsonSlice value, Predicate<String> test) {
    byte[] json = value.array();
    int at = value.from();
    while (at < value.to()) {
      if (json[at] == '"') {
        int end = JsonText.endOfString(json, at);
        if (test.test(JsonText.unescape(json, at + 1, end - 1))) {
          return true;
        }
        at = end;
      } else {
        at++;
      }
    }
    return false;
  }
}
