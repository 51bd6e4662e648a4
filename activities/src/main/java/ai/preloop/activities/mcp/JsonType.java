package ai.preloop.activities.mcp;

/** The types of JSON. */
public enum JsonType {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  BOOLEAN,
  NULL
}
