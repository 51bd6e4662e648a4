package ai.preloop.activities.translation.conversation;

import ai.preloop.activities.translation.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a provider wants back with a thought, unread: Anthropic's signature or redacted data, the
 * encrypted content of OpenAI. A client of another format gets it in the field that it returns
 * verbatim (a signature, encrypted content) as base64 of an object that names where it came from,
 * with the model, since some take back their own thoughts alone.
 */
public record Seal(
    String origin, String value, @Nullable String id, boolean redacted, @Nullable String model) {

  public static final String CHAT = "chat_completions";
  public static final String RESPONSES = "responses";
  public static final String MESSAGES = "messages";
  public static final String GENERATE_CONTENT = "generate_content";

  private static final String MARK = "preloop";

  public static Seal of(String origin, String value) {
    return new Seal(origin, value, null, false, null);
  }

  /** Of a thought that the provider shows to nobody. */
  public Seal hidden() {
    return new Seal(origin, value, id, true, model);
  }

  public Seal by(@Nullable String itsModel) {
    return new Seal(origin, value, id, redacted, itsModel);
  }

  public boolean isFrom(String provider) {
    return origin.equals(provider);
  }

  /** As a client carries it. */
  public String carried() {
    ObjectNode json = Json.object().put(MARK, origin).put("value", value);
    if (id != null) {
      json.put("id", id);
    }
    if (redacted) {
      json.put("redacted", true);
    }
    if (model != null) {
      json.put("model", model);
    }
    return Base64.getEncoder().encodeToString(Json.bytes(json));
  }

  /** What a client returned: ours as it was, anything else as the seal of the client's format. */
  public static Seal returned(String carried, String format) {
    return decoded(carried).orElseGet(() -> of(format, carried));
  }

  private static Optional<Seal> decoded(String carried) {
    try {
      byte[] json = Base64.getDecoder().decode(carried);
      return Json.objectIn(new String(json, StandardCharsets.UTF_8)).flatMap(Seal::read);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Seal> read(ObjectNode json) {
    String origin = json.path(MARK).asString("");
    return origin.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Seal(
                origin,
                json.path("value").asString(""),
                text(json.get("id")),
                json.has("redacted"),
                text(json.get("model"))));
  }

  private static @Nullable String text(@Nullable JsonNode value) {
    return value != null && value.isString() ? value.stringValue() : null;
  }
}
