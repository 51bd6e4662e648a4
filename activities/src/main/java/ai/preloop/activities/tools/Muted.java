package ai.preloop.activities.tools;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.Splice;
import ai.preloop.activities.upstream.ClientTerms;
import ai.preloop.activities.upstream.Hearer;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.ServerRequest;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears of a call whose answer is looked into: how far it is, without words, and nothing else,
 * since nobody looks into what is said before the answer.
 */
record Muted(Listener listener) implements Listener {

  private static final String PROGRESS = "notifications/progress";

  /** A question that is an answer is looked into as answers are; any other is refused. */
  @Override
  public ClientTerms client() {
    ClientTerms client = listener.client();
    return client.asksAgain() ? client : ClientTerms.NONE;
  }

  @Override
  public Optional<Hearer> hearer() {
    return listener.hearer();
  }

  @Override
  public void sent(Consumer<@Nullable String> cancel) {
    listener.sent(cancel);
  }

  @Override
  public void paused() {
    listener.paused();
  }

  @Override
  public void ended() {
    listener.ended();
  }

  @Override
  public void notified(String method, JsonSlice message) {
    JsonSlice params = message.member("params");
    if (method.equals(PROGRESS) && params != null) {
      byte[] silent =
          new Splice(message).replace(params, params.without("message").without("_meta")).bytes();
      listener.notified(method, JsonSlice.of(silent));
    }
  }

  @Override
  public void asked(ServerRequest request) {
    request.refuse();
  }
}
