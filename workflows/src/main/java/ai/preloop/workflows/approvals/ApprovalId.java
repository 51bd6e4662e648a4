package ai.preloop.workflows.approvals;

import java.util.UUID;

/** The id of an approval request (UUIDv7). */
public record ApprovalId(UUID value) {

  public static ApprovalId of(String text) {
    return new ApprovalId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
