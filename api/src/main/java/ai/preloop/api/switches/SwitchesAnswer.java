package ai.preloop.api.switches;

import ai.preloop.activities.switches.Feature;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Set;

/** How the switches stand. */
@Schema(name = "Switches")
record SwitchesAnswer(
    @Schema(description = "Whether agents have the resources of servers.") boolean resources,
    @Schema(description = "Whether agents have the prompts of servers.") boolean prompts,
    @Schema(description = "Whether servers may ask clients for what their models say.")
        boolean sampling,
    @Schema(description = "Whether servers may ask people by way of clients.") boolean elicitation,
    @Schema(description = "Whether servers may ask clients for their folders.") boolean roots) {

  static SwitchesAnswer of(Set<Feature> off) {
    return new SwitchesAnswer(
        !off.contains(Feature.RESOURCES),
        !off.contains(Feature.PROMPTS),
        !off.contains(Feature.SAMPLING),
        !off.contains(Feature.ELICITATION),
        !off.contains(Feature.ROOTS));
  }
}
