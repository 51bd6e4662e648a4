package ai.preloop.activities.providers;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Which model is asked where, and what proves us; the key is never printed. */
public record Target(URI endpoint, String identifier, @Nullable String key) {

  @Override
  public String toString() {
    return "Target[%s at %s]".formatted(identifier, endpoint);
  }
}
