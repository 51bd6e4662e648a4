package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.KnownTool;

/**
 * A tool as it stands at the time of a call. {@code source} is {@code builtin} or {@code mcp};
 * {@code hints} are after trust; new and changed are until a person accepts the definition.
 */
public record CalledTool(
    String server,
    String name,
    String source,
    KnownTool.Hints hints,
    boolean switchedOff,
    boolean isNew,
    boolean changed) {

  /** A tool that is accepted as it is. */
  public static CalledTool of(KnownTool tool) {
    return new CalledTool(
        tool.server(), tool.name(), tool.source(), tool.hints(), false, false, false);
  }

  Key key() {
    return new Key(server, name, source);
  }

  /** What the rules of a tool are found by. */
  record Key(String server, String name, String source) {}
}
