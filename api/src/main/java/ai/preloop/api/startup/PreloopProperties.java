package ai.preloop.api.startup;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/** The settings of a node; the environment variables that set them are in the README. */
@Validated
@ConfigurationProperties("preloop")
public record PreloopProperties(
    @NotNull Path home,
    @Pattern(regexp = "development|production", message = "must be development or production")
        String environment,
    String url,
    @Pattern(regexp = "(https://.+|none)?", message = "must begin with https://, or be none")
        String clientMetadataUrl,
    String command,
    String temporalUi,
    String secretKey,
    String ownerPassword,
    List<String> policyEnvAllow,
    @Valid @NotNull DatabaseProperties database,
    @Valid @NotNull UpstreamProperties upstream,
    @Valid @NotNull ApprovalProperties approvals,
    @Valid @NotNull WorkerProperties workers,
    @Valid @NotNull AuditProperties audit) {

  /** Where the database is; filled in by what started it, or from {@code DATABASE_URL}. */
  public record DatabaseProperties(@NotNull String jdbcUrl, @NotNull String user, String password) {

    @Override
    public String toString() {
      return "DatabaseProperties[" + jdbcUrl + "]";
    }
  }

  /**
   * Addresses, as CIDR, that upstream servers may have beside the public ones; how long a
   * connection and the whole of a call may take; how many calls may be under way at once, and how
   * long one more waits; how often each server is asked for its tools; what large results may take
   * of the heap, null for a share of it; and the proxy by which servers out in the world are
   * reached, empty for none.
   */
  public record UpstreamProperties(
      List<String> allowedAddresses,
      @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 1) Duration connect,
      @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 20) Duration call,
      @Min(1) @Max(100_000) int callsPerPrincipal,
      @Min(1) @Max(100_000) int callsPerServer,
      @NotNull @DurationMax(minutes = 20) Duration waitForTurn,
      @NotNull @DurationMin(minutes = 1) @DurationMax(days = 30) Duration scanEvery,
      @Nullable DataSize resultMemory,
      @Pattern(
              regexp = "(http://([^\\s/@]+@)?[^\\s/@]+/?)?",
              message = "must be an address like http://proxy.example.com:3128")
          String proxy) {

    @Override
    public String toString() {
      return "UpstreamProperties[" + allowedAddresses + "]";
    }
  }

  /** How many approvals a caller may have open at once. */
  public record ApprovalProperties(@Min(1) @Max(1_000_000) int openPerCaller) {}

  /** How much of each queue a node does at once. */
  public record WorkerProperties(
      @Min(1) @Max(10_000) int activities, @Min(1) @Max(10_000) int localActivities) {}

  /** Whether an allowed call waits for its record before it is sent. */
  public record AuditProperties(boolean beforeCall) {}

  public boolean isProduction() {
    return environment.equals("production");
  }

  @Override
  public String toString() {
    return "PreloopProperties[" + environment + ", " + home + "]";
  }
}
