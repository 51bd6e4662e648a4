package ai.preloop.api.mcp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** How many sessions of one principal are open at most; one more ends the one idle for longest. */
@Validated
@ConfigurationProperties("preloop.sessions")
record SessionProperties(@Min(1) @Max(100_000) int perPrincipal) {}
