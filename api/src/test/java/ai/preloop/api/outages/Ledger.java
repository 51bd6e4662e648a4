package ai.preloop.api.outages;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The ledger, read page by page as an auditor does. */
final class Ledger {

  private static final Pattern MARK = Pattern.compile("mark\\\\?\":\\s*\\\\?\"(\\w+)");

  private Ledger() {}

  /** The marks of all calls that it has a record of. */
  static Set<String> marks(GatedPreloop preloop) {
    Set<String> marks = new HashSet<>();
    String owner = preloop.owner();
    String cursor = "";
    do {
      JsonNode page =
          preloop.http().get("/api/v1/audit-logs?limit=1000" + cursor, owner).expect(200);
      MARK.matcher(page.toString()).results().forEach(found -> marks.add(found.group(1)));
      cursor =
          page.path("next_cursor").isString()
              ? "&cursor=" + page.path("next_cursor").asString()
              : "";
    } while (!cursor.isEmpty());
    return marks;
  }
}
