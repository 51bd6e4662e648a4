package ai.preloop.api.gateway;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/**
 * The connection that a request came by, once its body has been read. What the client sends next
 * stays where the container reads its next request.
 */
record ClientConnection(Request request) {

  /**
   * Whether the client has ended it. One that only ends its own side counts as gone, too: that is
   * how a connection that is closed looks from here.
   */
  boolean isClosed() {
    // The container tells the end of a connection as something to read of which nothing is there.
    return available(Boolean.TRUE) > 0
        && available(Boolean.FALSE) == 0
        && available(Boolean.TRUE) > 0;
  }

  private int available(Boolean read) {
    request.action(ActionCode.AVAILABLE, read);
    return request.getAvailable();
  }
}
