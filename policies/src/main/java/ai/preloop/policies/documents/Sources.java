package ai.preloop.policies.documents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that say where a tool comes from, and so are the name of no server. */
public final class Sources {

  public static final String MCP = "mcp";
  public static final String BUILTIN = "builtin";

  /** How old documents write {@code builtin}. */
  private static final String OLD_BUILTIN = "preloop_builtin";

  /** Names that no server can have: they mean something else as a source, or may one day. */
  public static final List<String> RESERVED =
      List.of(BUILTIN, OLD_BUILTIN, MCP, "http", "agent", "preloop", "console");

  /** Sources that are not there yet. */
  public static final List<String> UNUSABLE = List.of("http", "agent");

  private Sources() {}

  /** Whether it is a kind of source, and not one server. */
  public static boolean isKind(String source) {
    return source.equals(MCP) || source.equals(BUILTIN);
  }

  public static @Nullable String meant(@Nullable String written) {
    return OLD_BUILTIN.equals(written) ? BUILTIN : written;
  }
}
