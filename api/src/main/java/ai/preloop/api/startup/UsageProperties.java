package ai.preloop.api.startup;

import ai.preloop.activities.usage.UsageSettings;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** For how long calls of models are kept. */
@Validated
@ConfigurationProperties("preloop.usage")
record UsageProperties(
    @DefaultValue("400d") @NotNull @DurationMin(days = 1) @DurationMax(days = 3_650)
        Duration kept) {

  UsageSettings settings() {
    return UsageSettings.DEFAULT.kept(kept);
  }
}
