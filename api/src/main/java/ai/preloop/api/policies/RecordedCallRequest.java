package ai.preloop.api.policies;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recorded call, by the id of its record alone. */
final class RecordedCallRequest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final String MEMBER = "audit_log_id";

  private RecordedCallRequest() {}

  /** Empty where something else is asked for; UNPROCESSABLE where it is both, or no id. */
  static Optional<UUID> read(byte[] body) {
    JsonNode id = tree(body).path(MEMBER);
    if (id.isMissingNode()) {
      return Optional.empty();
    }
    if (!id.isString() || tree(body).size() > 1) {
      throw unprocessable("audit_log_id is an id, and stands alone.");
    }
    try {
      return Optional.of(UUID.fromString(id.asString()));
    } catch (IllegalArgumentException e) {
      throw unprocessable("audit_log_id is not an id.");
    }
  }

  /** What is not JSON may be YAML, and is somebody else's to read. */
  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }
}
