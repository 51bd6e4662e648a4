package ai.preloop.workflows.approvals;

import ai.preloop.workflows.approvals.ApprovalNotices.Notice;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;

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
    ApprovalNotices notices =
        Workflow.newActivityStub(ApprovalNotices.class, ActivityPresets.NOTICE);
    return state.channels().stream()
        .map(channel -> Async.procedure(notices::send, new Notice(ref, channel, step)))
        .map(sent -> sent.exceptionally(failure -> null))
        .toList();
  }
}
