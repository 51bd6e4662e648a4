package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;

/** Nobody who hears, whatever the request says that its client can do. */
record Nobody(ClientTerms client) implements Listener {

  @Override
  public void notified(String method, JsonSlice message) {}

  @Override
  public void asked(ServerRequest request) {
    request.refuse();
  }
}
