package ai.preloop.cli.commands;

import ai.preloop.cli.terminal.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whose calls something is about, as {@code account} and {@code agent:research} say it. */
public record ScopeText(String type, @Nullable String value) {

  public static ScopeText of(String said) {
    int colon = said.indexOf(':');
    return colon < 0
        ? new ScopeText(said, null)
        : new ScopeText(said.substring(0, colon), said.substring(colon + 1));
  }

  /** Of what has a scope, as the server says it. */
  public static ScopeText of(JsonNode scoped) {
    JsonNode scope = scoped.path("scope");
    return new ScopeText(
        Json.words(scope, "type"), scope.hasNonNull("value") ? Json.words(scope, "value") : null);
  }

  /** As it is kept: a key and a person by their ids. */
  public ScopeText byId(Owners owners) {
    return value == null ? this : new ScopeText(type, owners.id(type, value));
  }

  /** As people say it. */
  public ScopeText byName(Owners owners) {
    return value == null ? this : new ScopeText(type, owners.name(type, value));
  }

  /** The members of a scope in a request. */
  public Map<String, String> members() {
    return value == null ? Map.of("type", type) : Map.of("type", type, "value", value);
  }

  @Override
  public String toString() {
    return value == null ? type : type + ":" + value;
  }
}
