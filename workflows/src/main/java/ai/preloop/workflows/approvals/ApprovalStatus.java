package ai.preloop.workflows.approvals;

import java.util.Locale;

/** What people made of a request; everything but {@code PENDING} is final. */
public enum ApprovalStatus {
  PENDING,
  APPROVED,
  DECLINED,
  EXPIRED,
  CANCELLED;

  public static ApprovalStatus of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  /** As it is stored and shown. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
