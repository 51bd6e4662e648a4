package ai.preloop.workflows.approvals;

import ai.preloop.workflows.approvals.ApprovalNotices.Notice;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.stream.Stream;

/** Tells people through every channel; a notice that cannot be sent holds no approval up. */
final class Notices {

  private static final String END_IS_TOLD = "end-is-told";

  private Notices() {}

  /** Asks, and waits for nobody. */
  static void ask(ApprovalRef ref, ApprovalState state) {
    send(ref, state, ApprovalNotices.OPENED);
  }

  /** Tells how it ended, and waits until that is told or cannot be. */
  static void tellEnd(ApprovalRef ref, ApprovalState state) {
    if (Workflow.getVersion(END_IS_TOLD, Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION) {
      Promise.allOf(send(ref, state, ApprovalNotices.ENDED)).get();
    }
  }

  private static List<Promise<Void>> send(ApprovalRef ref, ApprovalState state, String step) {
    ApprovalNotices far = Workflow.newActivityStub(ApprovalNotices.class, ActivityPresets.NOTICE);
    ApprovalNotices near =
        Workflow.newLocalActivityStub(ApprovalNotices.class, ActivityPresets.NEAR_NOTICE);
    return Stream.concat(
            state.nearOrNone().stream().map(channel -> send(near, new Notice(ref, channel, step))),
            state.channels().stream().map(channel -> send(far, new Notice(ref, channel, step))))
        .toList();
  }

  private static Promise<Void> send(ApprovalNotices notices, Notice notice) {
    return Async.procedure(notices::send, notice).exceptionally(failure -> null);
  }
}
