package ai.preloop.activities.attempts;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.gateway.Holding;
import ai.preloop.activities.models.AiModel;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a provider answered to a call: its head, and its body as it comes. It takes part of the
 * model's limits until it is closed.
 */
public final class ProviderAnswer implements AutoCloseable {

  private static final List<String> REQUEST_IDS =
      List.of(
          "x-request-id", "request-id", "apim-request-id", "x-amzn-requestid", "x-goog-request-id");

  private final Head head;
  private final InputStream body;
  private final Holding holding;

  ProviderAnswer(Head head, InputStream body, Holding holding) {
    this.head = head;
    this.body = body;
    this.holding = holding;
  }

  /** Who answered what. */
  record Head(
      AiModel target,
      String provider,
      Operation operation,
      int status,
      HttpHeaders headers,
      int attempts,
      boolean keyRefused) {

    Head refusingKey() {
      return new Head(target, provider, operation, status, headers, attempts, true);
    }
  }

  /** What is held while the answer is read. */
  interface Holding {

    /** Of an answer that is here as a whole. */
    Holding NOTHING =
        new Holding() {
          @Override
          public void used(long tokens) {}

          @Override
          public void abort() {}

          @Override
          public void end() {}
        };

    void used(long tokens);

    void abort();

    void end();
  }

  /** The model that served it, or refused to. */
  public AiModel target() {
    return head.target();
  }

  /** The word of the provider. */
  public String provider() {
    return head.provider();
  }

  /** The operation that the provider was asked for, whose shape the body has. */
  public Operation operation() {
    return head.operation();
  }

  public Dialect dialect() {
    return head.operation().dialect();
  }

  /** 2xx, or 400 and more: a redirect is no answer. */
  public int status() {
    return head.status();
  }

  public boolean isGood() {
    return head.status() <= 299;
  }

  /** Whether it is about our key: the client's own is not what is wrong. */
  public boolean refusesKey() {
    return head.keyRefused();
  }

  public Optional<String> header(String name) {
    return head.headers().firstValue(name);
  }

  /** How long its body is said to be; empty where nobody knows before its end. */
  public OptionalLong length() {
    try {
      return head.headers().firstValueAsLong("Content-Length");
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  public HttpHeaders headers() {
    return head.headers();
  }

  /** The provider's name for the request, by which its support finds it. */
  public Optional<String> requestId() {
    for (String name : REQUEST_IDS) {
      Optional<String> id = header(name);
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  /**
   * The body as it comes; reading fails with a SocketTimeoutException when nothing came for too
   * long, and with another IOException when the provider cut it, or it was aborted.
   */
  public InputStream body() {
    return body;
  }

  /** How many requests were made to get it, of all targets. */
  public int attempts() {
    return head.attempts();
  }

  /** What it used in truth, which corrects the rate limit; may be said again as more is known. */
  public void tokens(long used) {
    holding.used(used);
  }

  /** Cuts the connection, from any thread. */
  public void abort() {
    holding.abort();
  }

  /** Ends it; what was not read to its end is cut. */
  @Override
  public void close() {
    holding.end();
  }
}
