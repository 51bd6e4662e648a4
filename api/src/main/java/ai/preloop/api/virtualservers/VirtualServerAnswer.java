package ai.preloop.api.virtualservers;

import ai.preloop.activities.virtualservers.ToolChoice;
import ai.preloop.activities.virtualservers.VirtualServer;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A virtual server, and how many tools each of its entries has. */
@Schema(name = "VirtualServer")
record VirtualServerAnswer(
    UUID id,
    String name,
    @Schema(example = "/mcp/v1/research") String path,
    @Schema(allowableValues = {"list", "search"}) String presentation,
    List<EntryAnswer> entries,
    Instant createdAt,
    Instant updatedAt) {

  /** Tools that it has. */
  @Schema(name = "VirtualServerEntry")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EntryAnswer(
      @Nullable String server,
      String tool,
      @Schema(description = "How many tools are of it now, before the policy hides any.")
          long matches) {}

  static VirtualServerAnswer of(VirtualServer server, ToLongFunction<ToolChoice> matches) {
    return new VirtualServerAnswer(
        server.id(),
        server.name(),
        "/mcp/v1/" + server.name(),
        server.plan().presentation().word(),
        server.plan().tools().stream()
            .map(choice ->
                new EntryAnswer(choice.server(), choice.tool(), matches.applyAsLong(choice)))
            .toList(),
        server.createdAt(),
        server.updatedAt());
  }
}
