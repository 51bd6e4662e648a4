package ai.preloop.policies.syntax;

/** Ends the reading of a source: what follows in it could not be understood. */
final class Refusal extends RuntimeException {

  private final transient Finding finding;

  Refusal(String code, Position position, String message) {
    super(message, null, false, false);
    this.finding = new Finding(Severity.ERROR, code, Paths.ROOT, position, message);
  }

  Finding finding() {
    return finding;
  }
}
