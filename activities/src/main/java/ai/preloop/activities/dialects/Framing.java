package ai.preloop.activities.dialects;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the pieces of a streamed answer are told apart. */
public enum Framing {
  /** Server-sent events (WHATWG HTML, section 9.2). */
  SSE,
  /** One JSON array that comes element by element: Gemini's streams without {@code alt=sse}. */
  JSON_ARRAY;

  /** By the answer's content type; without one, what the dialects have in common. */
  public static Framing of(@Nullable String contentType) {
    boolean json =
        contentType != null
            && contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/json");
    return json ? JSON_ARRAY : SSE;
  }
}
