package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.mcp.AboutItself;
import ai.preloop.activities.upstream.InputRequests.NotAnswered;
import ai.preloop.activities.upstream.UpstreamAnswer.InputRequired;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.RpcError;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to a server without sessions, in as many rounds as the server asks for: a client that
 * cannot take a question as its answer is asked here, and the request made again with what it says
 * (MCP, Multi Round-Trip Requests).
 */
final class Rounds {

  private static final int MOST = 16;
  private static final int INTERNAL_ERROR = -32603;
  private static final int UNSUPPORTED_VERSION = -32022;

  private final Line line;
  private final Outgoing request;
  private final LongSupplier ids;
  private final ClientTerms client;
  private volatile @Nullable InputRequests asking;
  private volatile Outgoing now;
  private volatile boolean takenBack;
  private final Deadline last = Deadline.in(Exchange.LONGEST);

  Rounds(Line line, Outgoing request, String clientVersion, LongSupplier ids) {
    this.line = line;
    this.client = request.listener().client();
    this.request =
        request.with(
            request.id(),
            new AboutItself(clientVersion, client.capabilities(), client.logLevel())
                .in(request.body()),
            request.deadline());
    this.ids = ids;
    this.now = this.request;
  }

  UpstreamAnswer ask() {
    UpstreamAnswer answer = once();
    for (int round = 1;
        answer instanceof InputRequired(JsonSlice question) && !client.asksAgain();
        round++) {
      if (round > MOST) {
        return ended("The server asked for more than %d times in one call.".formatted(MOST));
      }
      answer = answered(question);
    }
    return answer;
  }

  private UpstreamAnswer answered(JsonSlice question) {
    if (client.equals(ClientTerms.NONE)) {
      return ended("The server asks its client for more, and nobody can be asked in this call.");
    }
    InputRequests put = InputRequests.put(question, request.listener());
    asking = put;
    if (takenBack) {
      put.cancel();
    }
    try {
      now = again(put.answers(last), question.member("requestState"));
      return takenBack ? unanswered() : once();
    } catch (ExecutionException e) {
      return e.getCause() instanceof NotAnswered not
          ? RpcMessages.error(not.error())
          : unanswered();
    } catch (TimeoutException | CancellationException e) {
      return unanswered();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered();
    }
  }

  private UpstreamAnswer once() {
    return switch (line.ask(now)) {
      case RpcError error when error.code() == UNSUPPORTED_VERSION -> new SessionLost();
      case Result(JsonSlice result, boolean _) when InputRequests.isIn(result) ->
          client.equals(ClientTerms.NONE) || InputRequests.areFor(client, result)
              ? new InputRequired(result)
              : ended("The server asks its client for what that said it cannot do.");
      case UpstreamAnswer answer -> answer;
    };
  }

  /** They are independent requests, so that each has an id of its own. */
  private Outgoing again(JsonSlice answers, @Nullable JsonSlice state) {
    long id = ids.getAsLong();
    JsonSlice message = JsonSlice.of(request.body());
    JsonSlice params = message.member("params");
    JsonSlice with = (params == null ? message : params).with("inputResponses", answers);
    JsonSlice whole = state == null ? with : with.with("requestState", state);
    JsonSlice numbered = JsonSlice.of(Long.toString(id).getBytes(UTF_8));
    byte[] body = message.with("params", whole).with("id", numbered).toBytes();
    return request.with(id, body, last.atMost(request.deadline().whole()));
  }

  /** The client takes back what it asked for, wherever it is by now. */
  void takeBack(@Nullable String reason) {
    takenBack = true;
    InputRequests open = asking;
    if (open != null) {
      open.cancel();
    }
    line.takeBack(now.id(), reason);
  }

  private static RpcError unanswered() {
    return ended("What the server asked of its client was not answered.");
  }

  private static RpcError ended(String sentence) {
    String error =
        "{\"code\":%d,\"message\":%s}".formatted(INTERNAL_ERROR, JsonText.quote(sentence));
    return new RpcError(INTERNAL_ERROR, sentence, JsonSlice.of(error.getBytes(UTF_8)));
  }
}
