package ai.preloop.api.policies;

import ai.preloop.activities.policies.PolicyVersion;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A version; {@code changes} are those to its parent. */
@Schema(name = "PolicyVersion")
@JsonInclude(Include.NON_NULL)
record VersionAnswer(
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

  static VersionAnswer of(PolicyVersion version) {
    return new VersionAnswer(
        version.id(),
        version.number(),
        version.parent(),
        version.author(),
        version.source(),
        version.digest(),
        version.tag(),
        version.createdAt(),
        version.active(),
        version.changes());
  }
}
