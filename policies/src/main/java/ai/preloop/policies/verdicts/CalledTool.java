package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Sources;

/**
 * A tool, a resource, a prompt or a model as it stands at the time of a call. {@code name} is a
 * resource's URI, {@code label} its name where that is known and else empty; {@code source} is
 * {@code builtin} or {@code mcp}; {@code hints} are a tool's, after trust. Of a model, {@code
 * server} is the provider, {@code name} the alias and {@code label} the provider's own name for it.
 */
public record CalledTool(
    Primitive primitive,
    String server,
    String name,
    String label,
    String source,
    KnownTool.Hints hints,
    Standing standing) {

  /** A tool; new and changed are until a person accepts the definition. */
  public CalledTool(
      String server,
      String name,
      String source,
      KnownTool.Hints hints,
      boolean switchedOff,
      boolean isNew,
      boolean changed) {
    this(
        Primitive.TOOL, server, name, "", source, hints, new Standing(switchedOff, isNew, changed));
  }

  /** Whether it is switched off, new, or another one than was accepted; only a tool can be. */
  public record Standing(boolean switchedOff, boolean isNew, boolean changed) {

    static final Standing ACCEPTED = new Standing(false, false, false);
  }

  /** A tool that is accepted as it is. */
  public static CalledTool of(KnownTool tool) {
    return new CalledTool(
        tool.server(), tool.name(), tool.source(), tool.hints(), false, false, false);
  }

  /** A resource of a server, of which the name is not known. */
  public static CalledTool resource(String server, String uri) {
    return resource(server, uri, "");
  }

  /** A resource of a server; {@code name} is the one that the server lists it under. */
  public static CalledTool resource(String server, String uri, String name) {
    return beside(Primitive.RESOURCE, server, uri, name);
  }

  /** A prompt of a server. */
  public static CalledTool prompt(String server, String name) {
    return beside(Primitive.PROMPT, server, name, "");
  }

  /** A model; one that others take the calls of has no provider and no identifier of its own. */
  public static CalledTool model(String alias, String provider, String identifier) {
    return beside(Primitive.MODEL, provider, alias, identifier);
  }

  private static CalledTool beside(Primitive primitive, String server, String name, String label) {
    return new CalledTool(
        primitive, server, name, label, Sources.MCP, KnownTool.Hints.UNTRUSTED, Standing.ACCEPTED);
  }

  public boolean switchedOff() {
    return standing.switchedOff();
  }

  public boolean isNew() {
    return standing.isNew();
  }

  public boolean changed() {
    return standing.changed();
  }

  Key key() {
    return new Key(primitive, server, name, source);
  }

  /** What the rules for it are found by. */
  record Key(Primitive primitive, String server, String name, String source) {}
}
