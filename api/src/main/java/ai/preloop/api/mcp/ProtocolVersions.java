package ai.preloop.api.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The revisions of MCP that this endpoint speaks, newest first. */
public final class ProtocolVersions {

  public static final List<String> SPOKEN = List.of("2025-11-25", "2025-06-18", "2025-03-26");

  private ProtocolVersions() {}

  static boolean isSpoken(String version) {
    return SPOKEN.contains(version);
  }

  /** What a client asked for, if we speak it, else our newest (lifecycle, version negotiation). */
  static String negotiated(@Nullable String offered) {
    return offered != null && isSpoken(offered) ? offered : SPOKEN.getFirst();
  }
}
