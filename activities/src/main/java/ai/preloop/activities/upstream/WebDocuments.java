package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamServer.Http;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Small documents at addresses that others named: asked for within the address rules, without
 * redirects, and with no credential but one for that address.
 */
public final class WebDocuments {

  private static final Duration LIFE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 256 * 1024;

  private final UpstreamHttp http;
  private final Reach reach;

  WebDocuments(UpstreamHttp http, Reach reach) {
    this.http = http;
    this.reach = reach;
  }

  /** What came, whatever its status; {@code challenge} is how the server is signed in to. */
  public record Answer(int status, Challenge challenge, byte[] body) {

    public boolean isGood() {
      return status >= 200 && status <= 299;
    }
  }

  /** What is sent. */
  public record Content(String mediaType, byte[] body) {}

  /** UPSTREAM_FAILED, or UNPROCESSABLE for an address that is refused, where nothing comes. */
  public Answer get(URI url) {
    return ask(new Http(url, Credential.NONE, reach), new HttpGet(url));
  }

  /** The same for what is sent there. */
  public Answer post(URI url, Credential credential, Content content) {
    HttpPost post = new HttpPost(url);
    post.setEntity(new ByteArrayEntity(content.body(), ContentType.create(content.mediaType())));
    return ask(new Http(url, credential, reach), post);
  }

  private Answer ask(Http server, HttpUriRequestBase request) {
    request.setHeader("Accept", "application/json, text/event-stream");
    try (Exchange exchange = http.send(server, request, Clearance.GIVEN, Deadline.in(LIFE))) {
      String type = exchange.mediaType();
      boolean isStream = type.equals("text/event-stream");
      byte[] body = isStream ? new byte[0] : exchange.body().readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        throw failed(server, "sent more than %d bytes.".formatted(MOST_BYTES), null);
      }
      return new Answer(exchange.status(), exchange.challenge(), body);
    } catch (NotSentException e) {
      throw failed(server, "cannot be asked. " + e.getMessage(), e);
    } catch (IOException e) {
      throw failed(server, "did not answer.", e);
    }
  }

  private static ProblemException failed(
      Http server, String sentence, @Nullable IOException cause) {
    ProblemException failed =
        new ProblemException(ProblemType.UPSTREAM_FAILED, server.url().getHost() + " " + sentence);
    return cause == null ? failed : failed.causedBy(cause);
  }
}
