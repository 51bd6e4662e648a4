package ai.preloop.activities.secrets.vault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The KV secrets engine of a {@link FakeVault}, which keeps ten versions as the real one does. */
final class FakeEngine {

  private static final int KEPT = 10;

  private final Map<String, List<JsonNode>> secrets = new HashMap<>();

  /** What is answered. */
  record Answer(int status, @Nullable JsonNode body) {}

  synchronized Answer read(String path, int asked) {
    List<JsonNode> versions = secrets.getOrDefault(path, List.of());
    int number = asked == 0 ? versions.size() : asked;
    if (number < 1 || number > versions.size() || number <= versions.size() - KEPT) {
      return errors(404);
    }
    JsonNode fields = versions.get(number - 1);
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ObjectNode data = body.putObject("data");
    data.set("data", fields);
    data.set(
        "metadata",
        metadata(number).put("deletion_time", fields.isNull() ? "2026-01-01T00:00:00Z" : ""));
    return new Answer(fields.isNull() ? 404 : 200, body);
  }

  synchronized Answer write(String path, JsonNode body) {
    List<JsonNode> versions = secrets.computeIfAbsent(path, _ -> new ArrayList<>());
    JsonNode cas = body.path("options").path("cas");
    if (cas.isNumber() && cas.asInt() != versions.size()) {
      return errors(400, "check-and-set parameter did not match the current version");
    }
    versions.add(body.path("data"));
    ObjectNode answer = JsonMapper.shared().createObjectNode();
    answer.set("data", metadata(versions.size()));
    return new Answer(200, answer);
  }

  synchronized void delete(String path) {
    Optional.ofNullable(secrets.get(path))
        .ifPresent(each -> each.set(each.size() - 1, JsonMapper.shared().nullNode()));
  }

  synchronized Answer erase(String path) {
    secrets.remove(path);
    return new Answer(204, null);
  }

  synchronized Set<String> paths() {
    return new TreeSet<>(secrets.keySet());
  }

  private static ObjectNode metadata(int number) {
    return JsonMapper.shared().createObjectNode().put("version", number).put("destroyed", false);
  }

  static Answer errors(int status, String... errors) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    var all = body.putArray("errors");
    for (String error : errors) {
      all.add(error);
    }
    return new Answer(status, body);
  }
}
