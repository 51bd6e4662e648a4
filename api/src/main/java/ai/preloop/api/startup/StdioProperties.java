package ai.preloop.api.startup;

import ai.preloop.activities.upstream.LinkSettings;
import ai.preloop.activities.upstream.LocalCommand;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The programs that may be servers, by the names that they are registered with; how many of their
 * processes may run at once; and after how long without a call one is ended.
 */
@Validated
@ConfigurationProperties("preloop.stdio")
record StdioProperties(
    @DefaultValue
        Map<@Pattern(regexp = "[a-z0-9][a-z0-9_-]{0,62}") String, @Valid CommandProperties>
            commands,
    @Min(1) @Max(10_000) int processes,
    @NotNull @DurationMin(seconds = 10) @DurationMax(days = 1) Duration idle) {

  /**
   * The program with its arguments, the names of the variables of Preloop's own environment that it
   * has, and where it works, null for an empty folder of its own.
   */
  record CommandProperties(
      @NotEmpty List<String> program,
      @DefaultValue List<String> environment,
      @Nullable Path folder) {}

  LinkSettings links() {
    return new LinkSettings(
        commands.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> command(each.getValue()))),
        processes,
        idle);
  }

  private static LocalCommand command(CommandProperties each) {
    return new LocalCommand(each.program(), each.environment(), each.folder());
  }
}
