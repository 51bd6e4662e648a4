package ai.preloop.api.switches;

import ai.preloop.activities.switches.Feature;
import ai.preloop.activities.switches.Switches.Position;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How switches are to stand. */
@Schema(name = "SwitchesRequest", description = "What is left out stays as it is.")
record SwitchesRequest(
    @Nullable Boolean resources,
    @Nullable Boolean prompts,
    @Nullable Boolean sampling,
    @Nullable Boolean elicitation,
    @Nullable Boolean roots) {

  Map<Feature, Position> positions() {
    Map<Feature, Position> positions = new EnumMap<>(Feature.class);
    put(positions, Feature.RESOURCES, resources);
    put(positions, Feature.PROMPTS, prompts);
    put(positions, Feature.SAMPLING, sampling);
    put(positions, Feature.ELICITATION, elicitation);
    put(positions, Feature.ROOTS, roots);
    return positions;
  }

  private static void put(Map<Feature, Position> positions, Feature feature, @Nullable Boolean on) {
    if (on != null) {
      positions.put(feature, on ? Position.ON : Position.OFF);
    }
  }
}
