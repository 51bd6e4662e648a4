package ai.preloop.api.startup;

import ai.preloop.activities.files.PrivateFile;
import ai.preloop.activities.upstream.ContainerCommand;
import ai.preloop.activities.upstream.ContainerCommand.Inside;
import ai.preloop.activities.upstream.ContainerCommand.Limits;
import ai.preloop.activities.upstream.ContainerCommand.Mount;
import ai.preloop.activities.upstream.ContainerSettings;
import ai.preloop.activities.upstream.LinkSettings;
import ai.preloop.activities.upstream.LocalCommand;
import ai.preloop.activities.upstream.StdioCommand;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The programs that may be servers, by the names that they are registered with; how many of their
 * processes may run at once; after how long without a call one is ended; and where the engine is
 * that runs those in containers.
 */
@Validated
@ConfigurationProperties("preloop.stdio")
record StdioProperties(
    @DefaultValue
        Map<@Pattern(regexp = "[a-z0-9][a-z0-9_-]{0,62}") String, @Valid CommandProperties>
            commands,
    @Min(1) @Max(10_000) int processes,
    @NotNull @DurationMin(seconds = 10) @DurationMax(days = 1) Duration idle,
    @NotNull URI engine) {

  /**
   * The program with its arguments, the names of the variables of Preloop's own environment that it
   * has, and where it works, null for an empty folder of its own. In a container it may be the
   * image's own program.
   */
  record CommandProperties(
      @DefaultValue List<String> program,
      @DefaultValue List<String> environment,
      @Nullable Path folder,
      @Nullable @Valid ContainerProperties container) {

    /** Said by who reads the settings. */
    @AssertTrue(message = "a command needs a program, or a container")
    boolean isComplete() {
      return container != null || !program.isEmpty();
    }

    StdioCommand command() {
      return container == null
          ? new LocalCommand(program, environment, folder)
          : container.command(this);
    }
  }

  /**
   * The image that a program runs in; as whom, and never as root; the most that it may have of
   * memory, processors and processes; and what of the engine's machine it may read, each {@code
   * /there:/here}.
   */
  record ContainerProperties(
      @NotBlank String image,
      @DefaultValue("65534:65534") @Pattern(regexp = "[1-9]\\d{0,9}(:[1-9]\\d{0,9})?") String user,
      @DefaultValue("256MB") DataSize memory,
      @DefaultValue("1") @DecimalMin("0.01") @DecimalMax("1024") double processors,
      @DefaultValue("64") @Min(1) @Max(100_000) long processes,
      @DefaultValue List<@Pattern(regexp = "/[^:]+:/[^:]+") String> mounts) {

    private ContainerCommand command(CommandProperties given) {
      Path folder = given.folder();
      return new ContainerCommand(
          image,
          given.program(),
          given.environment(),
          new Limits(memory.toBytes(), processors, processes),
          new Inside(
              user,
              folder == null ? null : folder.toString(),
              mounts.stream().map(ContainerProperties::mount).toList()));
    }

    private static Mount mount(String said) {
      int colon = said.indexOf(':');
      return new Mount(said.substring(0, colon), said.substring(colon + 1));
    }
  }

  /** For the node that keeps what is its own in this folder. */
  LinkSettings links(Path home) {
    Map<String, StdioCommand> known =
        commands.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().command()));
    return known.values().stream().anyMatch(ContainerCommand.class::isInstance)
        ? new LinkSettings(known, processes, idle, new ContainerSettings(engine, node(home)))
        : new LinkSettings(known, processes, idle);
  }

  /** What containers of this node are known by at the engine, kept from start to start. */
  private static String node(Path home) {
    Path file = home.resolve("node-id");
    return PrivateFile.read(file)
        .map(kept -> new String(kept, StandardCharsets.UTF_8).strip())
        .orElseGet(() -> {
          String made = UUID.randomUUID().toString();
          PrivateFile.write(file, made.getBytes(StandardCharsets.UTF_8));
          return made;
        });
  }
}
