package ai.preloop.api.mcp;

import ai.preloop.activities.sessions.McpSession;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The revisions of MCP that this endpoint speaks. */
public final class ProtocolVersions {

  private static final String MARKS_SINCE = "2025-11-25";

  /** Those that begin with {@code initialize}, newest first. */
  static final List<String> SPOKEN = List.of("2025-11-25", "2025-06-18", "2025-03-26");

  /** Whatever its clients begin with, newest first. */
  public static final List<String> ALL =
      Stream.concat(Stream.of(McpSession.STATELESS), SPOKEN.stream()).toList();

  private ProtocolVersions() {}

  static boolean isSpoken(String version) {
    return SPOKEN.contains(version);
  }

  /** What a client asked for, if we speak it, else our newest (lifecycle, version negotiation). */
  static String negotiated(@Nullable String offered) {
    return offered != null && isSpoken(offered) ? offered : SPOKEN.getFirst();
  }

  /**
   * Whether clients of a revision take an event that has an id and no data, and are told when to
   * come back: some that speak older ones take either for a broken stream, and there are no such
   * streams in 2026-07-28.
   */
  static boolean takesMarks(String revision) {
    return revision.compareTo(MARKS_SINCE) >= 0 && revision.compareTo(McpSession.STATELESS) < 0;
  }
}
