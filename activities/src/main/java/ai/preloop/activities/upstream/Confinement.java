package ai.preloop.activities.upstream;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.util.List;
import java.util.Map;

/** What a program in a container may not do, of which nothing is for choice. */
final class Confinement {

  private static final long NANO = 1_000_000_000;

  private Confinement() {}

  static HostConfig of(ContainerCommand command) {
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
        .withMounts(command.inside().mounts().stream().map(Confinement::readable).toList());
  }

  /** Its own, since runtimes give it the mode that the image's folder has. */
  private static String scratch(String user) {
    String[] ids = user.split(":", -1);
    return "rw,noexec,nosuid,nodev,size=64m,mode=1777,uid=%s,gid=%s"
        .formatted(ids[0], ids[ids.length - 1]);
  }

  /** A source that is not there is refused, where a plain bind would make it, as root. */
  private static Mount readable(ContainerCommand.Mount mount) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(mount.source())
        .withTarget(mount.target())
        .withReadOnly(true);
  }
}
