package ai.preloop.api.crashes;

/** The steps of an approved call at which the product is killed. */
enum Moment {
  BEFORE_THE_ROW("insert into approval_requests", false),
  ROW_WRITTEN("insert into approval_requests", true),
  WORKFLOW_STARTED("StartWorkflowExecution", true),
  WAITING("", false),
  BEFORE_THE_VOTE("insert into approval_votes", false),
  VOTE_COMMITTED("insert into approval_votes", true),
  BEFORE_THE_UPDATE("ExecuteMultiOperation", false),
  BEFORE_THE_DECISION("update approval_requests set status = ?, decided_at", false),
  DECIDED("update approval_requests set status = ?, decided_at", true),
  BEFORE_THE_CLAIM("insert into executions", false),
  RESULT_STORED("update executions set status = ?, result", true),
  BEFORE_THE_REPORT("RespondActivityTaskCompleted", false),
  ANSWER_GIVEN("", false),
  CLAIMED("insert into executions", true),
  SENT("", false),
  RESULT_RECEIVED("update executions set status = ?, result", false);

  /** Part of a statement whose transaction is committed, or the end of a Temporal method's name. */
  final String step;

  /** Whether the step is done when the product dies, or about to be. */
  final boolean done;

  Moment(String step, boolean done) {
    this.step = step;
    this.done = done;
  }

  /** Whether it comes while the agent asks, and not later. */
  boolean isWhileAsking() {
    return compareTo(WAITING) < 0;
  }

  /** Whether the call may have been sent, as far as anybody can tell, and nobody knows its end. */
  boolean leavesDoubt() {
    return compareTo(CLAIMED) >= 0;
  }
}
