package ai.preloop.activities.traces;

import ai.preloop.activities.database.Storable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The beginning of what was said, piece by piece as it comes, and no more of it in memory than its
 * preview needs. Not safe for threads.
 */
final class Excerpt {

  /** Beyond the preview, so that a secret across its end is still seen as one. */
  private static final int BEYOND = 1_024;

  private static final int UNSURE = BEYOND / 2;

  /** What providers number their parts by is short; what is not is not kept whole. */
  private static final int LONGEST_KEY = 100;

  private final int chars;
  private final Map<String, Passage> passages = new LinkedHashMap<>();
  private int room;
  private boolean isCut;

  /** {@code chars} is how long the preview may be. */
  Excerpt(int chars) {
    this.chars = chars;
    this.room = 2 * chars + BEYOND;
  }

  /** More text of the passage of this key. */
  void text(String key, String more) {
    if (!isFull()) {
      append(passages.computeIfAbsent(kept(key), _ -> new Passage("")), more);
    }
  }

  private static String kept(String key) {
    return key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) : key;
  }

  /** A call of a tool, whose arguments are the text of this key; it takes room without a name. */
  void call(String key, String tool) {
    if (!isFull()) {
      String name = tool.substring(0, Math.min(tool.length(), room));
      passages.putIfAbsent(kept(key), new Passage(name));
      room -= Math.max(1, name.length());
    }
  }

  private boolean isFull() {
    isCut |= room == 0;
    return room == 0;
  }

  private void append(Passage passage, String more) {
    int taken = Math.min(room, more.length());
    passage.text().append(more, 0, taken);
    room -= taken;
    isCut |= taken < more.length();
  }

  /** Without its secrets first, and only then cut. */
  String preview() {
    StringBuilder shown = new StringBuilder();
    for (Passage passage : passages.values()) {
      if (shown.length() > chars) {
        break;
      }
      shown.append(shown.isEmpty() ? "" : "\n").append(passage.redacted());
    }
    return Storable.text(cut(shown));
  }

  /** Where not all was kept, the last of it may be the beginning of a secret that nobody knows. */
  private String cut(StringBuilder shown) {
    int sure = isCut ? Math.max(0, shown.length() - UNSURE) : shown.length();
    int kept = Math.min(sure, chars);
    if (kept == shown.length() && !isCut) {
      return shown.toString();
    }
    if (kept > 0 && Character.isHighSurrogate(shown.charAt(kept - 1))) {
      kept--;
    }
    return shown.substring(0, kept) + "…";
  }
}
