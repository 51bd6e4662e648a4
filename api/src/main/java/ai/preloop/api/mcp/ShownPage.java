package ai.preloop.api.mcp;

/** A page that a client was asked to show, until its call is over. */
final class ShownPage implements AutoCloseable {

  private volatile boolean turnedDown;
  private volatile Runnable forget = () -> {};

  void onClose(Runnable work) {
    forget = work;
  }

  void turnDown() {
    turnedDown = true;
  }

  boolean isTurnedDown() {
    return turnedDown;
  }

  @Override
  public void close() {
    forget.run();
  }
}
