package ai.preloop.activities.upstream;

/**
 * How a conversation with a server is opened: in which era of the protocol rather, for a client of
 * which capabilities, and within what time.
 */
public record Terms(Era rather, String capabilities, Deadline deadline) {

  /** With sessions, up to revision 2025-11-25, or without, as since 2026-07-28. */
  public enum Era {
    WITH_SESSIONS,
    STATELESS
  }
}
