package ai.preloop.policies.quorum;

import ai.preloop.policies.documents.ApprovalWorkflow;

/** The names under which votes and electorates say what somebody is eligible for. */
public final class Pools {

  private Pools() {}

  /** Those whom a {@code simple} or {@code consensus} workflow asks. */
  public static String workflow(ApprovalWorkflow workflow) {
    return "workflow:" + workflow.name();
  }

  /**
   * Those whom a stage asks; {@code index} counts from 0, and comes last so that no two collide.
   */
  public static String stage(ApprovalWorkflow workflow, int index) {
    return "stage:" + workflow.name() + "/" + index;
  }

  /** The members of a team, which {@code distinct_groups} tells apart. */
  public static String team(String name) {
    return "team:" + name;
  }
}
