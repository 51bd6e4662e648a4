package ai.preloop.workflows.approvals;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of an approval, as local activities: idempotent, each one transaction. */
@ActivityInterface
public interface ApprovalRows {

  /** The type of the failure that ends a workflow whose row is not there. */
  String NO_SUCH_APPROVAL = "no-such-approval";

  @ActivityMethod(name = "LoadApproval")
  ApprovalState load(ApprovalRef ref);

  /** Locks the row and lets votes, cancellation and the clock decide; answers for one vote. */
  @ActivityMethod(name = "SettleApproval")
  DecideAnswer settle(Settlement settlement);

  /** Locks the row and applies a person's resolution of an unknown outcome. */
  @ActivityMethod(name = "ResolveApproval")
  ApprovalState resolve(ApprovalRef ref);

  /** Which approval to settle, and the vote that asked for it. */
  record Settlement(ApprovalRef ref, @Nullable UUID voteId) {}
}
