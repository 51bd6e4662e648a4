package ai.preloop.activities.traces;

/** Whether the words of requests and answers are kept, and how many characters of each. */
public record Capture(boolean on, int chars) {

  public static final Capture OFF = new Capture(false, 512);
}
