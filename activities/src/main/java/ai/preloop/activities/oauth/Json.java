package ai.preloop.activities.oauth;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Objects that others sent, read without believing their shape. */
final class Json {

  private Json() {}

  /** The object; UPSTREAM_FAILED for anything else. */
  static JsonNode object(byte[] text, String what) {
    return read(text).orElseThrow(() -> unreadable(what));
  }

  /** The object; empty for anything else. */
  static Optional<JsonNode> read(byte[] text) {
    try {
      return Optional.of(JsonMapper.shared().readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static Optional<String> text(JsonNode object, String name) {
    JsonNode member = object.path(name);
    return member.isString() && !member.asString().isEmpty()
        ? Optional.of(member.asString())
        : Optional.empty();
  }

  static List<String> texts(JsonNode object, String name) {
    return object
        .path(name)
        .valueStream()
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .toList();
  }

  private static ProblemException unreadable(String what) {
    return new ProblemException(
        ProblemType.UPSTREAM_FAILED, "The %s is no JSON object.".formatted(what));
  }
}
