package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.ServerRequest;

/** What servers say of their own accord, as far as a subscription is about it. */
record SubscribedVoice(Interim interim, SubscriptionWords words, Wanted agreed)
    implements Listener {

  @Override
  public void notified(String method, JsonSlice message) {
    if (agreed.includes(method, message)) {
      interim.send(words.passedOn(message));
    }
  }

  /** A server of an older revision; clients of this one are asked nothing on a stream. */
  @Override
  public void asked(ServerRequest request) {
    request.refuse();
  }
}
