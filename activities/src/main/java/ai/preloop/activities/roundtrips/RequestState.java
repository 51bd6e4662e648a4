package ai.preloop.activities.roundtrips;

import java.util.UUID;

/** What a request that is tried again goes on with: a thing of this kind, by its id. */
public record RequestState(Kind kind, UUID id) {

  /** Kinds keep their names: states that are with clients carry them. */
  public enum Kind {
    /** An approval that the request opened. */
    APPROVAL,

    /** A call that goes on when its client brings what its server asked for. */
    QUESTION
  }
}
