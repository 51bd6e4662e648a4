package ai.preloop.activities.secrets.vault;

import java.util.Optional;

/**
 * A version of a secret: its number; its value, absent where that was deleted or is no text; and
 * which write of ours made it, absent where it was none.
 */
public record KvVersion(long number, Optional<String> value, Optional<String> write) {

  @Override
  public String toString() {
    return "KvVersion[" + number + "]";
  }
}
