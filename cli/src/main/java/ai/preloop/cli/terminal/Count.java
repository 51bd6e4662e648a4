package ai.preloop.cli.terminal;

/** A number of things, in words. */
public final class Count {

  private Count() {}

  /** {@code 1 call}, {@code 2 calls}. */
  public static String of(long number, String one) {
    return number == 1 ? "1 " + one : number + " " + one + "s";
  }
}
