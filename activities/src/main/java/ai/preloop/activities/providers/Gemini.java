package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.dialects.Operation;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Google's Gemini interface, which names the model and the operation in the path. */
final class Gemini implements Provider {

  /** The reasons of google.rpc.ErrorInfo; what a client wrote has its quotes escaped. */
  private static final Pattern OF_KEY = Pattern.compile("\"reason\"\\s*:\\s*\"API_KEY_[A-Z_]+\"");

  @Override
  public String word() {
    return "gemini";
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.of(URI.create("https://generativelanguage.googleapis.com/v1beta"));
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(
        Operation.GENERATE_CONTENT, Operation.STREAM_GENERATE_CONTENT, Operation.COUNT_TOKENS);
  }

  @Override
  public Outgoing request(Target target, Asked asked) {
    URI uri =
        base(target.endpoint())
            .with("/" + model(target.identifier()) + verb(asked.operation()), query(asked));
    return Outgoing.of(uri, asked).withKey("x-goog-api-key", target.key());
  }

  /** A key that it does not know is a bad request to it. */
  @Override
  public boolean mayRefuseKey(int status) {
    return status == 400 || status == 401 || status == 403;
  }

  @Override
  public boolean refusesKey(int status, HttpHeaders headers, byte[] body) {
    return status == 401
        || (mayRefuseKey(status) && OF_KEY.matcher(new String(body, UTF_8)).find());
  }

  private static BaseUri base(URI endpoint) {
    BaseUri base = BaseUri.of(endpoint);
    return base.text().endsWith("/v1") ? base : base.endingWith("/v1beta");
  }

  /** A stream of ours is one of events; a client that asked for none gets its array. */
  private static @Nullable String query(Asked asked) {
    String passed = asked.passed().query();
    return passed == null && asked.operation() == Operation.STREAM_GENERATE_CONTENT
        ? "alt=sse"
        : passed;
  }

  /** One that is no plain model is named with its collection ({@code tunedModels/…}). */
  private static String model(String identifier) {
    String named = identifier.contains("/") ? identifier : "models/" + identifier;
    return Arrays.stream(named.split("/")).map(BaseUri::part).collect(Collectors.joining("/"));
  }

  private static String verb(Operation operation) {
    return switch (operation) {
      case GENERATE_CONTENT -> ":generateContent";
      case STREAM_GENERATE_CONTENT -> ":streamGenerateContent";
      case COUNT_TOKENS -> ":countTokens";
      case CHAT_COMPLETIONS,
          RESPONSES,
          COUNT_RESPONSE_TOKENS,
          EMBEDDINGS,
          MESSAGES,
          COUNT_MESSAGE_TOKENS ->
          throw OpenAiPaths.unspoken(operation);
    };
  }
}
