package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;

/**
 * Nobody is there: notices go unheard, and requests are refused, whatever is said that the client
 * can do.
 */
public record Nobody(ClientTerms client) implements Listener {

  /** Who can do nothing either. */
  public static final Nobody AT_ALL = new Nobody(ClientTerms.NONE);

  @Override
  public void notified(String method, JsonSlice message) {}

  @Override
  public void asked(ServerRequest request) {
    request.refuse();
  }
}
