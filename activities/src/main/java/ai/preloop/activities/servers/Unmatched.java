package ai.preloop.activities.servers;

/** Whether entries of the policy may be left without the server that they name. */
public enum Unmatched {
  REFUSE,
  LEAVE
}
