package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.addresses.AddressRules.Local;
import ai.preloop.activities.attempts.FakeProvider;
import ai.preloop.activities.attempts.FakeRequest;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.upstream.Outbound;
import ai.preloop.activities.upstream.Patience;
import ai.preloop.activities.upstream.UpstreamSettings;
import ai.preloop.activities.upstream.WebCall;
import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every provider does. */
abstract class ProviderContract {

  static final String KEY = "sk-very-secret";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FakeProvider fake = FakeProvider.start();
  private final Outbound outbound =
      new Outbound(
          UpstreamSettings.DEFAULTS, new AddressRules(Local.OPEN, List.of(), port -> false));

  abstract Provider provider();

  /** The headers that have the key, and what they have of it. */
  abstract Map<String, String> proof();

  /** The path and the query of a call of {@code m-1} at an address without a path. */
  abstract String path(Operation operation);

  /** What goes on of the parameter {@code beta=true}. */
  @Nullable String passedQuery() {
    return "beta=true";
  }

  @AfterEach
  void close() throws IOException {
    fake.close();
    outbound.close();
  }

  Outgoing request(String endpoint, Operation operation, Passed passed) {
    return request(endpoint, operation, passed, KEY);
  }

  private Outgoing request(
      String endpoint, Operation operation, Passed passed, @Nullable String key) {
    boolean streamed = operation == Operation.STREAM_GENERATE_CONTENT;
    return provider()
        .request(
            new Target(URI.create(endpoint), "m-1", key),
            new Asked(operation, streamed, "{\"model\":\"m-1\"}".getBytes(UTF_8), passed));
  }

  private static HttpHeaders headers(Map<String, List<String>> headers) {
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  @Test
  void hasAWordThatCanBeWritten() {
    Provider provider = provider();
    assertThat(provider.word()).matches("[a-z]+(_[a-z]+)*");
    assertThat(new Providers(List.of(provider)).of(provider.word())).contains(provider);
  }

  @Test
  void isAskedOverTlsWhereItHasAnAddressOfItsOwn() {
    provider().endpoint().ifPresent(own -> assertThat(own).hasScheme("https").hasNoUserInfo());
  }

  @Test
  void asksForEachOfItsOperationsWhereItIs() {
    for (Operation operation : provider().operations()) {
      assertThat(request("https://models.example.com", operation, Passed.NOTHING).uri())
          .isEqualTo(URI.create("https://models.example.com" + path(operation)));
      assertThat(request("https://models.example.com/", operation, Passed.NOTHING).uri())
          .as("with a slash")
          .isEqualTo(URI.create("https://models.example.com" + path(operation)));
    }
  }

  @Test
  void keepsToAnInterfaceThatBeginsDeeper() {
    for (Operation operation : provider().operations()) {
      URI plain = request("https://models.example.com", operation, Passed.NOTHING).uri();
      String whole = "https://models.example.com" + version(plain);
      assertThat(request(whole, operation, Passed.NOTHING).uri()).isEqualTo(plain);
    }
  }

  private static String version(URI uri) {
    String path = uri.getPath();
    int version = path.indexOf("/v1");
    return version < 0 ? "" : path.substring(0, path.indexOf('/', version + 1));
  }

  @Test
  void isUnderstoodByAServerOfItsDialect() throws IOException {
    for (Operation operation : provider().operations()) {
      Outgoing request = request(fake.url().toString(), operation, Passed.NOTHING);
      WebCall.Request sent =
          new WebCall.Request(
              "POST",
              request.uri(),
              request.headers(),
              request.body(),
              new Patience(SOON, SOON, SOON));
      try (WebCall call = outbound.call(sent)) {
        call.send();

        assertThat(call.status()).as(operation.word()).isEqualTo(200);
        assertThat(call.body().readAllBytes()).isNotEmpty();
      }
      FakeRequest received = fake.lastRequest();
      assertThat(received.header("Content-Type")).contains("application/json");
      assertThat(received.header("Accept-Encoding")).contains("identity");
      proof()
          .forEach((name, value) ->
              assertThat(received.header(name))
                  .hasValueSatisfying(v -> assertThat(v).startsWith(value)));
    }
  }

  @Test
  void showsItsKeyInNoAddressAndInNoText() {
    for (Operation operation : provider().operations()) {
      Outgoing request = request("https://models.example.com", operation, Passed.NOTHING);
      assertThat(request.uri().toString()).doesNotContain(KEY);
      assertThat(request.toString()).doesNotContain(KEY);
    }
    assertThat(new Target(URI.create("https://models.example.com"), "m-1", KEY).toString())
        .doesNotContain(KEY);
  }

  @Test
  void sendsNoProofWithoutAKey() {
    if (!provider().needsKey()) {
      Operation any = provider().operations().iterator().next();
      Outgoing request = request("https://models.example.com", any, Passed.NOTHING, null);
      assertThat(request.headers()).doesNotContainKeys(proof().keySet().toArray(String[]::new));
    }
  }

  @Test
  void passesOnWhatTheClientSaysToTheProvider() {
    Passed passed =
        Passed.of(
            headers(Map.of("x-stainless-lang", List.of("java"), "Authorization", List.of("mine"))),
            "beta=true&key=mine");
    for (Operation operation : provider().operations()) {
      Outgoing request = request("https://models.example.com", operation, passed);
      assertThat(request.headers()).containsEntry("x-stainless-lang", List.of("java"));
      assertThat(request.uri().getQuery()).isEqualTo(passedQuery());
      assertThat(request.headers().values()).doesNotContain(List.of("mine"));
    }
  }

  @Test
  void refusesOperationsOfAnotherDialect() {
    Set<Operation> others = EnumSet.allOf(Operation.class);
    others.removeIf(operation ->
        provider().operations().stream().anyMatch(own -> own.dialect() == operation.dialect()));
    assertThat(others)
        .isNotEmpty()
        .allSatisfy(operation ->
            assertThatThrownBy(
                    () -> request("https://models.example.com", operation, Passed.NOTHING))
                .isInstanceOf(ProblemException.class));
  }

  @Test
  void refusesAnEndpointThatIsNone() {
    Operation any = provider().operations().iterator().next();
    assertThatThrownBy(() -> request("models", any, Passed.NOTHING))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("endpoint");
  }
}
