package ai.preloop.api.outages;

/**
 * How many platform threads there are, but for those of the tests themselves. Virtual ones are not
 * counted: the dump that would tell their number ends the JVM now and then (25.0.3).
 */
record Threads(long platform) {

  static Threads now() {
    return new Threads(
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> !name.equals("gate") && !name.startsWith("HttpClient"))
            .count());
  }
}
