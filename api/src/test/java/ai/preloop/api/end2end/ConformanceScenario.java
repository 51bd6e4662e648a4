package ai.preloop.api.end2end;

/** A scenario of a suite, as reports and the lists of exceptions call it. */
record ConformanceScenario(ConformanceSuite suite, String name) {

  @Override
  public String toString() {
    return suite + " " + name;
  }
}
