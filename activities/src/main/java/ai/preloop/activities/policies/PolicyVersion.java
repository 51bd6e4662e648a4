package ai.preloop.activities.policies;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A version of an account's policy, without what it holds; {@code digest} is its SHA-256. */
public record PolicyVersion(
    UUID id,
    int number,
    @Nullable Integer parent,
    String author,
    String source,
    String digest,
    @Nullable String tag,
    Instant createdAt,
    boolean active,
    List<String> changes) {

  public PolicyVersion {
    changes = List.copyOf(changes);
  }
}
