package ai.preloop.policies.reading;

import ai.preloop.policies.syntax.JsonSchema;
import java.util.Map;

/** The JSON Schema of policy documents, made of the definition that reads them. */
public final class PolicySchema {

  private PolicySchema() {}

  /** The schema as maps and lists. */
  public static Map<String, Object> get() {
    return JsonSchema.of(Keys.DOCUMENT, "Preloop policy document");
  }
}
