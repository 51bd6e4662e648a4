package ai.preloop.policies.documents;

import java.util.Map;

/** Whether a caller may, or must, say why it makes a call. */
public enum Justification {
  DISABLED,
  OPTIONAL,
  REQUIRED;

  private static final String MEMBER = "justification";
  private static final String OTHERWISE = "preloop_justification";

  /** The argument that carries the reason: another one where the tool has that name itself. */
  public static String member(Map<String, Object> inputSchema) {
    return inputSchema.get("properties") instanceof Map<?, ?> properties
            && properties.containsKey(MEMBER)
        ? OTHERWISE
        : MEMBER;
  }
}
