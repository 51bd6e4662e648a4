package ai.preloop.activities.upstream;

import java.net.URI;

/**
 * Where the container engine is, and what this node is known by there: what an earlier process of
 * the same name left behind is removed.
 */
public record ContainerSettings(URI engine, String node) {

  public static final ContainerSettings DEFAULTS =
      new ContainerSettings(URI.create("unix:///var/run/docker.sock"), "node");
}
