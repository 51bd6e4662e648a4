package ai.preloop.api.mcp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of calls that a person is asked about: how many of one principal a node holds open
 * at once, how long a client that waits is held at the most, how long after its end an untold
 * result is given to the same call without an id, and how long an id means the same call in other
 * sessions.
 */
@Validated
@ConfigurationProperties("preloop.calls")
record CallProperties(
    @Min(1) @Max(100_000) int heldPerPrincipal,
    @NotNull @DurationMin(seconds = 280) @DurationMax(days = 1) Duration longestHold,
    @NotNull @DurationMin(seconds = 0) @DurationMax(days = 30) Duration attachEnded,
    @NotNull @DurationMin(seconds = 0) @DurationMax(days = 30) Duration attachCallId) {}
