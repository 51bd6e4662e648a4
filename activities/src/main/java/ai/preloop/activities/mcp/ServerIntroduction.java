package ai.preloop.activities.mcp;

import ai.preloop.activities.json.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server said of itself when a session was opened: {@code raw} is its answer to {@code
 * initialize}, byte for byte.
 */
public record ServerIntroduction(JsonSlice raw) {

  /** Of a server that was never asked: it offers nothing. */
  public static final ServerIntroduction NONE =
      read(JsonSlice.of("{}".getBytes(StandardCharsets.UTF_8)));

  public static ServerIntroduction read(JsonSlice result) {
    return new ServerIntroduction(result.detached());
  }

  /** Whether it agreed to a session, by which servers were spoken with before 2026-07-28. */
  public boolean isOfSession() {
    return raw.member("protocolVersion") != null;
  }

  /** Whether it declared a capability, such as {@code prompts}. */
  public boolean offers(String capability) {
    return member("capabilities", capability) != null;
  }

  /** Whether it declared a part of a capability, such as {@code resources.subscribe}. */
  public boolean offers(String capability, String part) {
    JsonSlice declared = member("capabilities", capability);
    JsonSlice flag = declared == null ? null : declared.member(part);
    return flag != null && flag.isTrue();
  }

  /** Whether its tools may be called as tasks (MCP 2025-11-25, Tasks, Server Capabilities). */
  public boolean offersTasks() {
    JsonSlice requests = member("capabilities", "tasks");
    for (String part : List.of("requests", "tools", "call")) {
      requests = requests == null ? null : requests.member(part);
    }
    return requests != null;
  }

  /** What it would have its clients know; null where it says nothing. */
  public @Nullable String instructions() {
    JsonSlice said = raw.member("instructions");
    return said == null ? null : said.text();
  }

  private @Nullable JsonSlice member(String object, String name) {
    JsonSlice found = raw.member(object);
    return found == null ? null : found.member(name);
  }
}
