package ai.preloop.api.startup;

import ai.preloop.activities.nodes.NodeSettings;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** How often a node says that it lives, how long it believes so itself, and the others do. */
@Validated
@ConfigurationProperties("preloop.nodes")
record NodeProperties(
    @DefaultValue("3s") @NotNull @DurationMin(millis = 50) Duration beat,
    @DefaultValue("15s") @NotNull Duration confirmed,
    @DefaultValue("60s") @NotNull Duration lost) {

  NodeSettings settings() {
    return new NodeSettings(beat, confirmed, lost);
  }
}
