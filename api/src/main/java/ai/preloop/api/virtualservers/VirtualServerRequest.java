package ai.preloop.api.virtualservers;

import ai.preloop.activities.virtualservers.Presentation;
import ai.preloop.activities.virtualservers.ToolChoice;
import ai.preloop.activities.virtualservers.VirtualServer.Plan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a virtual server is to be. */
@Schema(name = "VirtualServerRequest")
record VirtualServerRequest(
    @NotNull @Schema(example = "research", description = "The end of its address, /mcp/v1/….")
        String name,
    @Schema(
            allowableValues = {"list", "search"},
            defaultValue = "list",
            description = "search lists search_tools and call_tool in place of the tools.")
        @Nullable String presentation,
    @NotNull @Valid List<@NotNull EntryRequest> entries) {

  /** Tools that it has. */
  @Schema(name = "VirtualServerEntryRequest")
  record EntryRequest(
      @Schema(description = "The server's name; any server when left out.") @Nullable String server,
      @NotNull
          @Schema(
              example = "get_*",
              description = "What the server calls the tool, a beginning with a *, or * for all.")
          String tool) {

    private ToolChoice choice() {
      return new ToolChoice(server, tool);
    }
  }

  Plan plan() {
    return new Plan(name, shown(), entries.stream().map(EntryRequest::choice).toList());
  }

  private Presentation shown() {
    if (presentation == null) {
      return Presentation.LIST;
    }
    try {
      return Presentation.of(presentation);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "presentation is list or search.")
          .causedBy(e);
    }
  }
}
