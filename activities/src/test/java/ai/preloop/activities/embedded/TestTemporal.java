package ai.preloop.activities.embedded;

/** A real Temporal dev server for end-to-end tests: one for a whole run. */
public final class TestTemporal {

  private TestTemporal() {}

  /** Starts it at the first call; the same one is given to every caller. */
  public static TemporalAddress start() {
    return Running.ADDRESS;
  }

  private static final class Running {

    static final TemporalAddress ADDRESS =
        TestHome.keep(TestHome.create(), EmbeddedServer.TEMPORAL).temporal().orElseThrow();
  }
}
