package ai.preloop.activities.traces;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session of an agent: what its client calls it or, where it calls it nothing, {@code key:},
 * {@code user:} or {@code mcp:} and the id of the key, the person, or the session of MCP that its
 * calls have in common.
 */
public record Conversation(String id) {

  private static final Pattern OWN = Pattern.compile("(key|user|mcp):([0-9a-f-]{36})");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:@-]+");

  /** Whether a name is one that Preloop gives, so that no client may say it. */
  public static boolean isOwn(String name) {
    return OWN.matcher(name).matches();
  }

  /** What clients say, null where they say nothing. */
  public @Nullable String said() {
    return isOwn(id) ? null : id;
  }

  public @Nullable UUID key() {
    return own("key");
  }

  public @Nullable UUID user() {
    return own("user");
  }

  public @Nullable UUID mcp() {
    return own("mcp");
  }

  private @Nullable UUID own(String kind) {
    var name = OWN.matcher(id);
    return name.matches() && name.group(1).equals(kind) ? uuid(name.group(2)) : null;
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw unknown().causedBy(e);
    }
  }

  /** As it stands in an address: itself, or {@code ~} and its bytes in base64url. */
  public String inPath() {
    return PLAIN.matcher(id).matches()
        ? id
        : "~"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  public static Conversation fromPath(String path) {
    if (!path.startsWith("~")) {
      return new Conversation(path);
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(path.substring(1));
      return new Conversation(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw unknown().causedBy(e);
    }
  }

  private static ProblemException unknown() {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no session of this id.");
  }
}
