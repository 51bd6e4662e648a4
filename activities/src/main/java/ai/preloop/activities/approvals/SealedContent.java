package ai.preloop.activities.approvals;

import ai.preloop.activities.secrets.Sealer;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.AccountId;
import java.nio.charset.StandardCharsets;

/** What an approval keeps sealed; each piece is bound to its account, its row and its column. */
final class SealedContent {

  private final Sealer sealer;

  SealedContent(Sealer sealer) {
    this.sealer = sealer;
  }

  byte[] sealArguments(ApprovalRef ref, byte[] arguments) {
    return seal(ref, "arguments", arguments);
  }

  byte[] openArguments(ApprovalRef ref, byte[] sealed) {
    return open(ref, "arguments", sealed);
  }

  byte[] sealJustification(ApprovalRef ref, String justification) {
    return seal(ref, "justification", justification.getBytes(StandardCharsets.UTF_8));
  }

  String openJustification(ApprovalRef ref, byte[] sealed) {
    return new String(open(ref, "justification", sealed), StandardCharsets.UTF_8);
  }

  byte[] sealResult(ApprovalRef ref, byte[] result) {
    return seal(ref, "result", result);
  }

  byte[] openResult(ApprovalRef ref, byte[] sealed) {
    return open(ref, "result", sealed);
  }

  private byte[] seal(ApprovalRef ref, String column, byte[] plain) {
    return sealer.seal(new AccountId(ref.accountId()), context(ref, column), plain);
  }

  private byte[] open(ApprovalRef ref, String column, byte[] sealed) {
    return sealer.open(new AccountId(ref.accountId()), context(ref, column), sealed);
  }

  private static String context(ApprovalRef ref, String column) {
    return "approval/" + ref.approvalId() + "/" + column;
  }
}
