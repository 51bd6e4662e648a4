package ai.preloop.activities.upstream;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The containers of this node, and the engine that runs them. */
final class Containers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);
  private static final String NODE = "ai.preloop.node";
  private static final String COMMAND = "ai.preloop.command";
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(20);
  private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

  private final ContainerSettings settings;
  private final ReentrantLock sweeping = new ReentrantLock();
  private final DockerClient engine;
  private boolean swept;

  Containers(ContainerSettings settings) {
    this.settings = settings;
    DockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(settings.engine().toString())
            .build();
    this.engine =
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(Integer.MAX_VALUE)
                .connectionTimeout(CONNECTED_WITHIN)
                .build());
  }

  /** Removes what an earlier process of this node left behind, if the engine can be reached. */
  void sweepSoon() {
    Thread.ofPlatform()
        .daemon()
        .name("preloop-stdio-sweep")
        .start(() -> {
          try {
            sweep(Deadline.in(STARTED_WITHIN));
          } catch (IOException | RuntimeException e) {
            LOG.warn("The container engine {} does not answer", settings.engine(), e);
          }
        });
  }

  private void sweep(Deadline deadline) throws IOException {
    lockSweeping(deadline);
    try {
      if (!swept) {
        ours().forEach(left -> remove(left.getId()));
        swept = true;
      }
    } finally {
      sweeping.unlock();
    }
  }

  /** Whoever has it may be waiting for an engine that hangs. */
  private void lockSweeping(Deadline deadline) throws IOException {
    try {
      if (!sweeping.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
        throw silent(null);
      }
    } catch (InterruptedException e) {
      throw unwanted(e);
    }
  }

  private List<Container> ours() {
    return engine
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(NODE, settings.node()))
        .exec();
  }

  /**
   * Runs it, on a thread of its own: what the engine says over a local socket can be waited for,
   * and not be given a limit. What starts too late is ended.
   */
  Program start(String name, ContainerCommand command, Deadline deadline) throws IOException {
    Deadline soon = deadline.atMost(STARTED_WITHIN);
    CompletableFuture<Program> starting = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        starting.complete(started(name, command, soon));
      } catch (IOException | RuntimeException e) {
        starting.completeExceptionally(e);
      }
    });
    return inTime(starting, soon);
  }

  private Program inTime(CompletableFuture<Program> starting, Deadline deadline)
      throws IOException {
    try {
      return starting.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      Future<?> _ = starting.thenAccept(Program::end);
      throw silent(e);
    } catch (InterruptedException e) {
      Future<?> _ = starting.thenAccept(Program::end);
      throw unwanted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private Program started(String name, ContainerCommand command, Deadline deadline)
      throws IOException {
    try {
      sweep(deadline);
      return attached(created(name, command));
    } catch (DockerException e) {
      throw new NotStartedException("the container engine refuses it; the log says why", e);
    } catch (RuntimeException e) {
      throw silent(e);
    }
  }

  private NotStartedException silent(@Nullable Exception cause) {
    return new NotStartedException(
        "the container engine %s does not answer".formatted(settings.engine()), cause);
  }

  private static IOException unwanted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("Nobody waits for the container any more", e);
  }

  private Program attached(String id) throws IOException {
    ContainerProgram program = new ContainerProgram(id, this);
    boolean started = false;
    try {
      program.attach(engine);
      engine.startContainerCmd(id).exec();
      started = true;
      return program;
    } finally {
      if (!started) {
        program.detach();
        remove(id);
      }
    }
  }

  /** Of an image that is there: none is fetched. */
  private String created(String name, ContainerCommand command) throws NotStartedException {
    try {
      return create(name, command, image(command)).exec().getId();
    } catch (NotFoundException e) {
      throw new NotStartedException(
          "the image %s is not on the machine of the container engine".formatted(command.image()),
          e);
    }
  }

  /** Its id, so that what was looked at is what runs; a volume could be written without limit. */
  private String image(ContainerCommand command) throws NotStartedException {
    InspectImageResponse image = engine.inspectImageCmd(command.image()).exec();
    @Nullable ContainerConfig config = image.getConfig();
    @Nullable Map<String, ?> volumes = config == null ? null : config.getVolumes();
    if (volumes != null && !volumes.isEmpty()) {
      throw new NotStartedException(
          "the image %s declares volumes, which it could write to".formatted(command.image()),
          null);
    }
    return String.valueOf(image.getId());
  }

  private CreateContainerCmd create(String name, ContainerCommand command, String image) {
    CreateContainerCmd create =
        engine
            .createContainerCmd(image)
            .withLabels(Map.of(NODE, settings.node(), COMMAND, name))
            .withUser(command.inside().user())
            .withEnv(environment(command.environment()))
            .withNetworkDisabled(true)
            .withStdinOpen(true)
            .withStdInOnce(true)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withHostConfig(Confinement.of(command));
    if (!command.program().isEmpty()) {
      create.withCmd(command.program());
    }
    Optional.ofNullable(command.inside().folder()).ifPresent(create::withWorkingDir);
    return create;
  }

  private static List<String> environment(List<String> names) {
    Map<String, String> ours = System.getenv();
    return names.stream()
        .filter(ours::containsKey)
        .map(name -> name + "=" + ours.get(name))
        .toList();
  }

  /** Tells it to end, and kills it after so long. */
  void stop(String id, Duration grace) {
    try {
      engine.stopContainerCmd(id).withTimeout((int) grace.toSeconds()).exec();
    } catch (NotFoundException | NotModifiedException | ConflictException e) {
      LOG.debug("The container {} has ended", id);
    } catch (RuntimeException e) {
      LOG.warn("The container {} could not be stopped", id, e);
    }
  }

  /** Kills it too; it may be going by itself. */
  void remove(String id) {
    try {
      engine.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException | ConflictException e) {
      LOG.debug("The container {} is gone or going", id);
    } catch (RuntimeException e) {
      LOG.warn("The container {} could not be removed", id, e);
    }
  }

  @Override
  public void close() throws IOException {
    engine.close();
  }
}
