package ai.preloop.api.policies;

import ai.preloop.activities.servers.FirstScans.Scanned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server that a version brought, with how many tools it has, or why that is not known. */
@Schema(name = "ArrivedServer")
record ArrivalAnswer(
    UUID id,
    String name,
    int tools,
    @Schema(
            description =
                "Tools with characters that a person does not see in their definitions, or words"
                    + " that read like instructions to an agent.")
        List<String> suspicious,
    @Nullable String error) {

  static List<ArrivalAnswer> all(List<Scanned> servers) {
    return servers.stream()
        .map(each ->
            new ArrivalAnswer(
                each.id(), each.name(), each.tools(), each.suspicious(), each.error()))
        .toList();
  }
}
