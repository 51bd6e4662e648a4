package ai.preloop.activities.secrets;

import ai.preloop.activities.secrets.SealedSecret.Place;
import java.util.Optional;

/** Keeps values for rows: in them, or elsewhere with a reference in the row. */
interface Custodian {

  Custody custody();

  /** What the row is to have so that the value is found by it. */
  SealedSecret keep(Place place, Optional<Origin> origin, String value);

  /** The value; empty where it was taken away under the row. */
  Optional<String> open(Place place, SealedSecret sealed);

  /** What names the value where it may change without a word to us; empty where it cannot. */
  Optional<String> identity(Place place, SealedSecret sealed);

  /** Somebody did not take the value: it is not answered from memory the next time. */
  void doubt(Place place, SealedSecret sealed);

  /** The same secret for another origin. */
  SealedSecret rebound(Place place, SealedSecret sealed, Origin origin);
}
