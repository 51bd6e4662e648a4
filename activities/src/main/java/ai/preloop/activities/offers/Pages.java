package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the pages of one server's list together, within bounds that no honest server meets. */
final class Pages {

  private static final int MOST = 20_000;
  private static final int MOST_BYTES = 16 << 20;

  /** Pages that bring nothing, and still name another. */
  private static final int MOST_EMPTY = 100;

  private final OfferKind kind;
  private final List<JsonSlice> definitions = new ArrayList<>();
  private final Set<String> cursors = new HashSet<>();
  private @Nullable String cursor;
  private int bytes;
  private int empty;
  private boolean circular;

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

  /** Takes a page; true when another is to be asked for after it. */
  boolean add(JsonSlice page) {
    JsonSlice listed = page.member(kind.member());
    List<JsonSlice> brought = listed == null ? List.of() : listed.elements();
    bytes += page.length();
    empty += brought.isEmpty() ? 1 : 0;
    definitions.addAll(brought);
    JsonSlice next = page.member("nextCursor");
    cursor = next == null ? null : next.text();
    circular = cursor != null && !cursors.add(cursor);
    return cursor != null && !isTooLong();
  }

  /** Whether the list is longer than is taken, or has no end. */
  boolean isTooLong() {
    return circular || empty > MOST_EMPTY || definitions.size() > MOST || bytes > MOST_BYTES;
  }

  List<JsonSlice> definitions() {
    return definitions;
  }
}
