package ai.preloop.activities.webhooks;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What happened, as it is told: {@code data} is an object of JSON values. */
public record Event(String type, Instant at, Map<String, Object> data) {

  public Event {
    data = new LinkedHashMap<>(data);
  }

  /** The payload that Standard Webhooks recommends. */
  String body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", type);
    body.put("timestamp", at.toString());
    body.put("data", data);
    return JsonMapper.shared().writeValueAsString(body);
  }
}
