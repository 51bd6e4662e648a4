package ai.preloop.activities.usage;

import java.util.Locale;

/** What calls are grouped by, each with the column or the expression that says it. */
public enum Dimension {
  MODEL("model"),
  PROVIDER("provider"),
  KEY("key_id"),
  USER("user_id"),
  SESSION("session"),
  AGENT("agent"),
  FLOW("flow"),
  EXECUTION("execution"),
  TEAM("team"),
  DAY("to_char(started_at at time zone 'utc', 'YYYY-MM-DD')"),
  HOUR("to_char(started_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:00\"Z\"')");

  private final String expression;

  Dimension(String expression) {
    this.expression = expression;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String expression() {
    return expression;
  }

  boolean isTime() {
    return this == DAY || this == HOUR;
  }
}
