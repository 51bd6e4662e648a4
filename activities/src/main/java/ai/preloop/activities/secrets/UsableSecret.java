package ai.preloop.activities.secrets;

import java.util.Optional;

/** A secret that was handed out for an origin, for whoever sends it again and again. */
public sealed interface UsableSecret {

  /** Nobody but Preloop changes it, and whoever has it is told. */
  record Fixed(String value) implements UsableSecret {

    @Override
    public String toString() {
      return "Fixed[hidden]";
    }
  }

  /** It may be changed where it is kept, so it is asked for at each use. */
  non-sealed interface Living extends UsableSecret {

    /** Which it is; another once Preloop has replaced it, and nothing of the value. */
    String identity();

    /** As {@link SecretStore#get}. */
    String now();

    /** Another value than this one, which was not taken; empty where there is none. */
    Optional<String> insteadOf(String refused);
  }
}
