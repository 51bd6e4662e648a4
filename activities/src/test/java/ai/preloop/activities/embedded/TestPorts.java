package ai.preloop.activities.embedded;

import java.util.Set;

/** Ports for what a test starts: no outgoing connection takes one before it is listened at. */
public final class TestPorts {

  private TestPorts() {}

  public static int free() {
    return Ports.free(Set.of());
  }
}
