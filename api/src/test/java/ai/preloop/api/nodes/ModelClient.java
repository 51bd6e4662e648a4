package ai.preloop.api.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client of a model at one node that tries again when it is asked to, as the official ones do.
 */
record ModelClient(URI base, String key, String model, HttpClient client) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  ModelClient(URI base, String key, String model) {
    this(base, key, model, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  /** How a call ended. */
  record Ended(int status, String body) {}

  CompletableFuture<Ended> calling(int maxTokens) {
    return CompletableFuture.supplyAsync(() -> call(maxTokens), Thread::startVirtualThread);
  }

  Ended call(int maxTokens) {
    Ended ended = once(maxTokens);
    while (ended.status() == 503) {
      rest();
      ended = once(maxTokens);
    }
    return ended;
  }

  private Ended once(int maxTokens) {
    HttpRequest request = request(body(maxTokens, false));
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new Ended(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** A stream that is open. */
  HttpResponse<InputStream> stream(int maxTokens) {
    HttpResponse<InputStream> response = streamOnce(maxTokens);
    while (response.statusCode() == 503) {
      rest();
      response = streamOnce(maxTokens);
    }
    return response;
  }

  private HttpResponse<InputStream> streamOnce(int maxTokens) {
    try {
      return client.send(request(body(maxTokens, true)), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void rest() {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS))
        .join();
  }

  private HttpRequest request(String body) {
    return HttpRequest.newBuilder(base.resolve("/openai/v1/chat/completions"))
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .timeout(PATIENCE)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  /** As long for each call, so that each can cost as much. */
  private String body(int maxTokens, boolean streamed) {
    return """
    {"model":"%s","stream":%s,"max_tokens":%d,"messages":[{"role":"user","content":"Hi"}]}\
    """
        .formatted(model, streamed ? "true " : "false", maxTokens);
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
