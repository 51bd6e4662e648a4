package ai.preloop.activities.upstream;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The containers of this node, and the engine that runs them. */
final class Containers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);
  private static final String NODE = "ai.preloop.node";
  private static final String COMMAND = "ai.preloop.command";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long NANO = 1_000_000_000;

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
                .connectionTimeout(PATIENCE)
                .build());
  }

  /** Removes what an earlier process of this node left behind, if the engine can be reached. */
  void sweepSoon() {
    Thread.ofPlatform()
        .daemon()
        .name("preloop-stdio-sweep")
        .start(() -> {
          try {
            sweep();
          } catch (RuntimeException e) {
            LOG.warn("The container engine {} does not answer: {}", settings.engine(), why(e));
          }
        });
  }

  private void sweep() {
    sweeping.lock();
    try {
      if (!swept) {
        ours().forEach(left -> remove(left.getId()));
        swept = true;
      }
    } finally {
      sweeping.unlock();
    }
  }

  private List<Container> ours() {
    return engine
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(NODE, settings.node()))
        .exec();
  }

  /** Runs it; an image that is not there is not fetched. */
  Program start(String name, ContainerCommand command) throws IOException {
    try {
      sweep();
      return attached(create(name, command));
    } catch (NotFoundException e) {
      throw new NotStartedException(
          "the image %s is not on the machine of the container engine".formatted(command.image()),
          e);
    } catch (DockerException e) {
      throw new NotStartedException("the container engine refuses it: " + why(e), e);
    } catch (RuntimeException e) {
      throw new NotStartedException(
          "the container engine %s does not answer".formatted(settings.engine()), e);
    }
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
        remove(id);
      }
    }
  }

  private String create(String name, ContainerCommand command) {
    CreateContainerCmd create =
        engine
            .createContainerCmd(command.image())
            .withLabels(Map.of(NODE, settings.node(), COMMAND, name))
            .withUser(command.inside().user())
            .withEnv(environment(command.environment()))
            .withNetworkDisabled(true)
            .withStdinOpen(true)
            .withStdInOnce(true)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withHostConfig(confined(command));
    if (!command.program().isEmpty()) {
      create.withCmd(command.program());
    }
    Optional.ofNullable(command.inside().folder()).ifPresent(create::withWorkingDir);
    return create.exec().getId();
  }

  private static HostConfig confined(ContainerCommand command) {
    ContainerCommand.Limits limits = command.limits();
    return HostConfig.newHostConfig()
        .withAutoRemove(true)
        .withInit(true)
        .withNetworkMode("none")
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", scratch(command.inside().user())))
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withMemory(limits.memory())
        .withMemorySwap(limits.memory())
        .withNanoCPUs((long) (limits.processors() * NANO))
        .withPidsLimit(limits.processes())
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
        .withBinds(command.inside().mounts().stream().map(Containers::readable).toList());
  }

  /** Its own, since runtimes give it the mode that the image's folder has. */
  private static String scratch(String user) {
    String[] ids = user.split(":", -1);
    return "rw,noexec,nosuid,nodev,size=64m,mode=1777,uid=%s,gid=%s"
        .formatted(ids[0], ids[ids.length - 1]);
  }

  private static Bind readable(ContainerCommand.Mount mount) {
    return new Bind(mount.source(), new Volume(mount.target()), AccessMode.ro);
  }

  private static List<String> environment(List<String> names) {
    Map<String, String> ours = System.getenv();
    return names.stream()
        .filter(ours::containsKey)
        .map(name -> name + "=" + ours.get(name))
        .toList();
  }

  /** Kills it too; it may be going by itself. */
  void remove(String id) {
    try {
      engine.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException | ConflictException e) {
      LOG.debug("The container {} is gone or going", id);
    } catch (RuntimeException e) {
      LOG.warn("The container {} could not be removed: {}", id, why(e));
    }
  }

  private static String why(RuntimeException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
  }

  @Override
  public void close() throws IOException {
    engine.close();
  }
}
