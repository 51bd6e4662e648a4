package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.dialects.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Anthropic's models at Amazon Bedrock (InvokeModel and InvokeModelWithResponseStream). The key is
 * {@code id:secret}, {@code id:secret:token}, or one of Bedrock's own, which is a bearer token.
 */
final class Bedrock implements Provider {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern REGION =
      Pattern.compile("(?:^|\\.)bedrock-runtime(?:-fips)?\\.([a-z0-9-]+)\\.");
  private static final String ELSEWHERE = "us-east-1";
  private static final String FRAMES = "application/vnd.amazon.eventstream";
  private static final int MOST_OF_ERROR = 1 << 20;

  /** "Common Errors" of AWS, of those about who asks; a type may be followed by an address. */
  private static final Set<String> OF_KEY =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException");

  private final InstantSource clock;

  Bedrock(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String word() {
    return "bedrock";
  }

  /** Each region has its own. */
  @Override
  public Optional<URI> endpoint() {
    return Optional.empty();
  }

  @Override
  public Set<Operation> operations() {
    return Set.of(Operation.MESSAGES);
  }

  @Override
  public Outgoing request(Target target, Asked asked) {
    if (asked.operation() != Operation.MESSAGES) {
      throw OpenAiPaths.unspoken(asked.operation());
    }
    String verb = asked.streamed() ? "/invoke-with-response-stream" : "/invoke";
    URI uri =
        BaseUri.of(target.endpoint())
            .with("/model/" + BaseUri.part(target.identifier()) + verb, null);
    Outgoing request =
        new Outgoing(uri, asked.passed().headers().map(), BedrockBody.of(asked))
            .with("Content-Type", "application/json")
            .with("Accept", asked.streamed() ? FRAMES : "application/json")
            .with("Accept-Encoding", "identity");
    String key = target.key();
    return key == null ? request : signed(request, key);
  }

  private Outgoing signed(Outgoing request, String text) {
    SigV4.Key key = SigV4.Key.parse(text);
    if (key == null) {
      return request.withBearer(text);
    }
    Matcher region = REGION.matcher(request.uri().getHost());
    SigV4 signature = new SigV4(key, region.find() ? region.group(1) : ELSEWHERE, "bedrock");
    Outgoing signed = request;
    SigV4.Content content = new SigV4.Content("POST", request.uri(), Map.of(), request.body());
    for (Map.Entry<String, String> each : signature.headers(content, clock.instant()).entrySet()) {
      signed = signed.with(each.getKey(), each.getValue());
    }
    return signed;
  }

  @Override
  public boolean mayRefuseKey(int status) {
    return status == 400 || status == 401 || status == 403;
  }

  /** That a key may not use a model is another error, AccessDeniedException. */
  @Override
  public boolean refusesKey(int status, HttpHeaders headers, byte[] body) {
    String type = headers.firstValue("x-amzn-ErrorType").orElse("").split(":", 2)[0].strip();
    return status == 401 || (mayRefuseKey(status) && OF_KEY.contains(type));
  }

  @Override
  public Incoming incoming(Incoming answer) throws IOException {
    if (answer.status() >= 400) {
      byte[] told = answer.body().readNBytes(MOST_OF_ERROR);
      return new Incoming(
          answer.status(),
          typed(answer.headers(), "application/json"),
          new ByteArrayInputStream(error(answer.status(), told)));
    }
    boolean framed = answer.headers().firstValue("Content-Type").orElse("").startsWith(FRAMES);
    return framed
        ? new Incoming(
            answer.status(),
            typed(answer.headers(), "text/event-stream"),
            new BedrockStream(answer.body()))
        : answer;
  }

  private static HttpHeaders typed(HttpHeaders headers, String type) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers.map());
    all.remove("Content-Length");
    all.put("Content-Type", List.of(type));
    return HttpHeaders.of(all, (name, value) -> true);
  }

  private static byte[] error(int status, byte[] told) {
    String type =
        switch (status) {
          case 400 -> "invalid_request_error";
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 503 -> "overloaded_error";
          default -> "api_error";
        };
    return BedrockStream.error(type, message(told)).getBytes(UTF_8);
  }

  private static String message(byte[] told) {
    try {
      JsonNode json = JSON.readTree(told);
      return json.path("message").asString(json.path("Message").asString("Bedrock refused it."));
    } catch (JacksonException e) {
      return "Bedrock refused it.";
    }
  }
}
