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
    try {
      JsonNode read = JsonMapper.shared().readTree(text);
      if (read.isObject()) {
        return read;
      }
      throw unreadable(what);
    } catch (JacksonException e) {
      throw unreadable(what).causedBy(e);
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
