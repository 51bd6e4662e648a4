package ai.preloop.api.crashes;

/** The steps of an approved call at which something is killed. */
enum Moment {
  BEFORE_THE_ROW(false, "insert into approval_requests"),
  ROW_WRITTEN(true, "insert into approval_requests"),
  WORKFLOW_STARTED(true, "StartWorkflowExecution"),
  WAITING(false, ""),
  BEFORE_THE_VOTE(false, "insert into approval_votes"),
  VOTE_COMMITTED(true, "insert into approval_votes"),
  BEFORE_THE_UPDATE(false, "ExecuteMultiOperation"),
  BEFORE_THE_DECISION(false, "update approval_requests set status = ?, decided_at"),
  DECIDED(true, "update approval_requests set status = ?, decided_at"),
  BEFORE_THE_CLAIM(false, "insert into executions"),
  RESULT_STORED(true, "update executions set status = ?, result"),
  BEFORE_THE_REPORT(false, "RespondActivityTaskCompleted with a result"),
  ANSWER_GIVEN(false, ""),
  CLAIMED(true, "insert into executions"),
  SENT(false, ""),
  RESULT_RECEIVED(false, "update executions set status = ?, result");

  /** What a transaction that is committed has in it, or the name of a call of Temporal. */
  private final String step;

  /** Whether the step is done at this moment, or about to be. */
  private final boolean done;

  Moment(boolean done, String step) {
    this.done = done;
    this.step = step;
  }

  /** Whether the product comes to it by a step that can be held. */
  boolean isHeld() {
    return !step.isEmpty();
  }

  boolean isAt(String passed, boolean isDone) {
    return done == isDone && passed.contains(step);
  }

  /** Whether it comes while the agent asks, and not later. */
  boolean isWhileAsking() {
    return compareTo(WAITING) < 0;
  }

  /** Whether the result is in the row by then. */
  boolean isStored() {
    return compareTo(RESULT_STORED) >= 0 && compareTo(ANSWER_GIVEN) <= 0;
  }

  /** Whether the call may have been sent by then, and its end is not known. */
  boolean isAfterClaim() {
    return compareTo(CLAIMED) >= 0;
  }
}
