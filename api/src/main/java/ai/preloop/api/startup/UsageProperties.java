package ai.preloop.api.startup;

import ai.preloop.activities.traces.Capture;
import ai.preloop.activities.usage.UsageSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** For how long calls of models are kept, and what of their words is. */
@Validated
@ConfigurationProperties("preloop.usage")
record UsageProperties(
    @DefaultValue("400d") @NotNull @DurationMin(days = 1) @DurationMax(days = 3_650) Duration kept,
    @DefaultValue("false") boolean captureContent,
    @DefaultValue("512") @Min(16) @Max(2_048) int maxPreviewChars) {

  UsageSettings settings() {
    return UsageSettings.DEFAULT.kept(kept).capturing(new Capture(captureContent, maxPreviewChars));
  }
}
