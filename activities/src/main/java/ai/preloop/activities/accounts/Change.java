package ai.preloop.activities.accounts;

import ai.preloop.activities.audit.AuditRecord.What;
import tools.jackson.databind.json.JsonMapper;

/** What is there now, or was until now, and what the ledger says of that. */
public record Change<T>(T thing, What what) {

  /** {@code details} are kept as JSON. */
  public static <T> Change<T> of(T thing, String action, String name, Object details) {
    String json = JsonMapper.shared().writeValueAsString(details);
    return new Change<>(thing, new What(action, name, null, json));
  }
}
