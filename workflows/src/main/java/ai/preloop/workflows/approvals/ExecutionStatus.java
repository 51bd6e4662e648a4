package ai.preloop.workflows.approvals;

import java.util.Locale;

/** How far an approved call got. */
public enum ExecutionStatus {
  NONE,
  EXECUTING,
  SUCCEEDED,
  FAILED,
  OUTCOME_UNKNOWN;

  public static ExecutionStatus of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  /** As it is stored and shown. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
