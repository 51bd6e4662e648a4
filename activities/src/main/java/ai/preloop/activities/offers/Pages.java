package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the pages of one server's list together, within bounds that no honest server meets. */
final class Pages {

  private static final int MOST = 100;
  private static final int MOST_BYTES = 16 << 20;

  private final OfferKind kind;
  private final List<JsonSlice> definitions = new ArrayList<>();
  private final Set<String> cursors = new HashSet<>();
  private @Nullable String cursor;
  private int bytes;

  Pages(OfferKind kind) {
    this.kind = kind;
  }

  /** The request for the next page. */
  byte[] request(long id) {
    String params = cursor == null ? "" : "\"cursor\":" + JsonText.quote(cursor);
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{%s}}"
        .formatted(id, kind.method(), params)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Takes a page; true when another comes after it. */
  boolean add(JsonSlice page) {
    JsonSlice listed = page.member(kind.member());
    if (listed != null) {
      bytes += listed.length();
      definitions.addAll(listed.elements());
    }
    JsonSlice next = page.member("nextCursor");
    cursor = next == null ? null : next.text();
    boolean endless = cursor != null && (!cursors.add(cursor) || cursors.size() >= MOST);
    if (endless || bytes > MOST_BYTES) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED, "The upstream server's list does not end.");
    }
    return cursor != null;
  }

  List<JsonSlice> definitions() {
    return definitions;
  }
}
