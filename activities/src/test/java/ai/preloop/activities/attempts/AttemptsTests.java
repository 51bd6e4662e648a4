package ai.preloop.activities.attempts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.activities.attempts.AttemptsFixture.Read;
import ai.preloop.activities.attempts.FakeAnswer.Status;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.Routing;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which target answers a call, after how many requests. */
class AttemptsTests {

  private static final Status AT_ONCE = new Status(429).with("retry-after-ms", "1");

  private final AttemptsFixture gateway = new AttemptsFixture();
  private final FakeProvider one = FakeProvider.start();
  private final FakeProvider other = FakeProvider.start();

  @AfterEach
  void close() {
    gateway.close();
    one.close();
    other.close();
  }

  private AiModel withFallback() {
    gateway.model("other", other);
    return gateway.model("one", one, "other");
  }

  @Test
  void answersAsTheProviderDid() {
    Read read = gateway.read(gateway.model("one", one));

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).contains("Hello from the model.").contains("real-one");
    assertThat(read.answer().header("X-Fake-Header")).contains("kept");
    assertThat(read.answer().requestId()).contains("req_fake1");
    assertThat(read.answer().attempts()).isOne();
    assertThat(one.lastRequest().path()).isEqualTo("/v1/chat/completions");
    assertThat(one.lastRequest().header("Authorization")).contains("Bearer sk-very-secret");
    assertThat(one.lastRequest().header("Accept-Encoding")).contains("identity");
    assertThat(gateway.running()).isZero();
    assertThat(gateway.counted("answered")).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 529})
  void triesAgainWhatMayGoBy(int status) {
    one.next(new Status(status).with("retry-after-ms", "1"));

    Read read = gateway.read(gateway.model("one", one));

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.answer().attempts()).isEqualTo(2);
    assertThat(gateway.counted("refused")).isOne();
  }

  @Test
  void waitsForAsLongAsTheProviderSaysInSeconds() {
    one.next(new Status(429).with("Retry-After", "1"));
    long begun = System.nanoTime();

    assertThat(gateway.read(gateway.model("one", one)).status()).isEqualTo(200);

    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(1_000_000_000L);
  }

  @Test
  void triesAgainTwiceAndPassesTheLastAnswerOn() {
    one.next(AT_ONCE, AT_ONCE, AT_ONCE.with("x-left", "0"));

    Read read = gateway.read(gateway.model("one", one));

    assertThat(read.status()).isEqualTo(429);
    assertThat(read.body()).contains("\"fake\"");
    assertThat(read.answer().header("x-left")).contains("0");
    assertThat(read.answer().header("retry-after-ms")).contains("1");
    assertThat(one.requests()).hasSize(3);
    assertThat(gateway.running()).isZero();
  }

  @Test
  void goesOnToTheNextTargetRatherThanWaitForLong() {
    one.next(new Status(429).with("Retry-After", "11"));

    Read read = gateway.read(withFallback());

    assertThat(read.by()).isEqualTo("other");
    assertThat(read.answer().attempts()).isEqualTo(2);
    assertThat(one.requests()).hasSize(1);
  }

  @Test
  void triesNoLongerThanTheProviderWantsItTo() {
    one.next(new Status(500).with("x-should-retry", "false"));

    assertThat(gateway.read(gateway.model("one", one)).status()).isEqualTo(500);

    assertThat(one.requests()).hasSize(1);
  }

  @Test
  void fallsBackInOrderAndSkipsWhatThereIsNot() {
    one.always(AT_ONCE);
    gateway.model("second", one);
    gateway.model("third", other);
    AiModel model = gateway.model("one", one, "nobody", "second", "third");

    Read read = gateway.read(model);

    assertThat(read.by()).isEqualTo("third");
    assertThat(one.requests())
        .extracting(FakeRequest::model)
        .containsExactly(
            "real-one", "real-one", "real-one", "real-second", "real-second", "real-second");
    assertThat(other.lastRequest().model()).isEqualTo("real-third");
  }

  @Test
  void tellsTheClientWhatItsRequestLacksAndAsksNobodyElse() {
    one.next(new Status(400));

    Read read = gateway.read(withFallback());

    assertThat(read.status()).isEqualTo(400);
    assertThat(read.body()).contains("fake");
    assertThat(other.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 404})
  void fallsBackWhereTheProviderDoesNotWantUs(int status) {
    one.next(new Status(status));

    assertThat(gateway.read(withFallback()).by()).isEqualTo("other");
    assertThat(one.requests()).hasSize(1);
  }

  @Test
  void neitherFollowsNorPassesOnARedirect() {
    one.always(new Status(302).with("Location", other.url().toString()));

    ProblemException failure = failure(gateway.model("one", one));

    assertThat(failure.type()).isEqualTo(ProblemType.UPSTREAM_FAILED);
    assertThat(failure.detail()).contains("one").contains("redirect").doesNotContain("127.0.0.1");
    assertThat(one.requests()).hasSize(1);
    assertThat(other.requests()).isEmpty();
    assertThat(gateway.counted("redirected")).isOne();
    assertThat(gateway.running()).isZero();
  }

  @Test
  void fallsBackFromARedirect() {
    one.always(new Status(307).with("Location", "http://example.com/"));

    assertThat(gateway.read(withFallback()).by()).isEqualTo("other");
  }

  @Test
  void sendsAgainWhatWasClosedUnanswered() {
    one.next(FakeAnswer.CUT_BEFORE_HEAD);

    Read read = gateway.read(gateway.model("one", one));

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.answer().attempts()).isEqualTo(2);
    assertThat(gateway.counted("lost")).isOne();
  }

  @Test
  void makesNothingOfGarbage() {
    one.always(FakeAnswer.GARBAGE);

    ProblemException failure = failure(gateway.model("one", one));

    assertThat(failure.type()).isEqualTo(ProblemType.UPSTREAM_FAILED);
    assertThat(failure.detail()).isEqualTo("The model one did not answer.");
    assertThat(gateway.running()).isZero();
  }

  @Test
  void saysThatAModelIsNotReachedAndTriedIt() {
    FakeProvider gone = FakeProvider.start();
    AiModel model = gateway.model("one", gone);
    gone.close();

    ProblemException failure = failure(model);

    assertThat(failure.type()).isEqualTo(ProblemType.UPSTREAM_FAILED);
    assertThat(failure.detail())
        .startsWith("The model one was not reached")
        .doesNotContain("sk-very-secret");
    assertThat(gateway.counted("not_sent")).isEqualTo(3);
    assertThat(gateway.running()).isZero();
  }

  @Test
  void asksNothingAtAnAddressThatIsRefusedAndDoesNotInsist() {
    AiModel model =
        gateway.model(
            "one", URI.create("http://169.254.169.254/"), AttemptsFixture.QUICK, Routing.NONE);

    assertThat(failure(model).detail()).contains("metadata");
    assertThat(gateway.counted("not_sent")).isOne();
  }

  @Test
  void takesAnAnswerThatCameBeforeTheWholeRequestWasRead() {
    one.next(new FakeAnswer.Early(new Status(413)));
    AiModel model = gateway.model("one", one);
    Dispatch small = gateway.chat(model, false);
    Dispatch large =
        new Dispatch(
            small.account(),
            model,
            small.client(),
            1,
            (target, provider) -> {
              Rendered rendered = small.rendering().render(target, provider);
              return new Rendered(rendered.operation(), false, new byte[16 << 20]);
            },
            small.unanswered());

    try (ProviderAnswer answer = gateway.send(large)) {
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.attempts()).isOne();
    }
  }

  @Test
  void triesAnotherTargetWhereOneHasNothingLikeIt() {
    AiModel model = withFallback();
    Dispatch chat = gateway.chat(model, false);
    Dispatch choosy =
        new Dispatch(
            chat.account(),
            model,
            chat.client(),
            1,
            (target, provider) -> {
              if (target.alias().equals("one")) {
                throw new ProblemException(ProblemType.UNPROCESSABLE, "It has no images.");
              }
              return chat.rendering().render(target, provider);
            },
            chat.unanswered());

    try (ProviderAnswer answer = gateway.send(choosy)) {
      assertThat(answer.target().alias()).isEqualTo("other");
    }
    assertThat(one.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingFollowsARequestThatMayBeChargedForWhereItMayNotRepeat(boolean mayRepeat) {
    one.next(FakeAnswer.CUT_BEFORE_HEAD);
    AiModel model = withFallback();
    Dispatch chat = gateway.chat(model, false);
    Unanswered unanswered = new Unanswered(mayRepeat);
    Dispatch careful =
        new Dispatch(chat.account(), model, chat.client(), 1, chat.rendering(), unanswered);

    if (mayRepeat) {
      gateway.send(careful).close();
    } else {
      assertThatThrownBy(() -> gateway.send(careful)).isInstanceOf(ProblemException.class);
    }

    assertThat(one.requests()).hasSize(mayRepeat ? 2 : 1);
    assertThat(other.requests()).isEmpty();
    assertThat(unanswered.last()).contains(model);
  }

  @Test
  void nobodyChargesForWhatWasRefusedOrNeverLeft() {
    one.always(new Status(404));
    Dispatch chat = gateway.chat(gateway.model("one", one), false);

    gateway.send(chat).close();
    assertThat(chat.unanswered().last()).isEmpty();
    Dispatch nowhere =
        gateway.chat(
            gateway.model(
                "two", URI.create("http://169.254.169.254/"), AttemptsFixture.QUICK, Routing.NONE),
            false);
    assertThatThrownBy(() -> gateway.send(nowhere)).isInstanceOf(ProblemException.class);
    assertThat(nowhere.unanswered().last()).isEmpty();
  }

  @Test
  void drawsSharesByTheirWeight() {
    gateway.model("often", one);
    gateway.model("seldom", other);
    AiModel model =
        gateway.shares(
            "shared",
            new Routing.Share("often", 3),
            new Routing.Share("seldom", 1),
            new Routing.Share("never", 1000));

    for (int i = 0; i < 80; i++) {
      gateway.read(model);
    }

    assertThat(one.requests().size()).isBetween(50, 70);
    assertThat(other.requests().size()).isEqualTo(80 - one.requests().size());
  }

  @Test
  void saysThatAModelHasNoTarget() {
    assertThat(failure(gateway.shares("empty", new Routing.Share("nobody", 1))).detail())
        .isEqualTo("The model empty has no target that there is.");
  }

  @Test
  void takesAKeyThatWasExchangedAMomentAgo() {
    AiModel model = gateway.model("one", one);
    gateway.read(model);
    gateway.secrets.set(String.valueOf(model.plan().secret()), "sk-new");
    one.next(new Status(401));

    Read read = gateway.read(model);

    assertThat(read.status()).isEqualTo(200);
    assertThat(one.requests())
        .extracting(request -> request.header("Authorization").orElse(""))
        .containsExactly("Bearer sk-very-secret", "Bearer sk-very-secret", "Bearer sk-new");
  }

  @ParameterizedTest
  @MethodSource("refusalsOfKeys")
  void knowsWhatEachProviderSaysOfAKeyThatItDoesNotTake(String provider, Status refusal) {
    AiModel model = gateway.of(provider, "one", one);
    one.always(refusal);
    gateway.read(model);
    gateway.secrets.set("key-one", "id:new-secret");

    Read read = gateway.read(model);

    assertThat(read.answer().refusesKey()).isTrue();
    assertThat(one.requests()).hasSize(3);
    assertThat(proof(one.requests().get(2))).isNotEqualTo(proof(one.requests().get(1)));
  }

  private static String proof(FakeRequest request) {
    return request
        .header("Authorization")
        .or(() -> request.header("x-goog-api-key"))
        .or(() -> request.header("x-api-key"))
        .or(() -> request.header("api-key"))
        .orElse("");
  }

  static Stream<Arguments> refusalsOfKeys() {
    String google =
        """
        {"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT",
         "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}
        """;
    return Stream.of(
        Arguments.of("openai", new Status(401)),
        Arguments.of("anthropic", new Status(401)),
        Arguments.of("azure_openai", new Status(401)),
        Arguments.of("gemini", new Status(400, Map.of(), google)),
        Arguments.of("bedrock", ofAws(403, "UnrecognizedClientException")),
        Arguments.of("bedrock", ofAws(403, "InvalidSignatureException:http://internal/")),
        Arguments.of("bedrock", ofAws(400, "IncompleteSignature")));
  }

  private static Status ofAws(int status, String type) {
    return new Status(
        status, Map.of("x-amzn-ErrorType", type), "{\"message\":\"The key is not valid.\"}");
  }

  @ParameterizedTest
  @CsvSource({"gemini, 400", "gemini, 403", "bedrock, 400", "bedrock, 403"})
  void passesOnWhatIsNotAboutTheKey(String provider, int status) {
    AiModel model = gateway.of(provider, "one", one);
    one.always(
        new Status(
            status,
            Map.of("x-amzn-ErrorType", "AccessDeniedException"),
            "{\"message\":\"of what was asked: \\\"reason\\\": \\\"API_KEY_INVALID\\\"\"}"));

    Read read = gateway.read(model);

    assertThat(read.status()).isEqualTo(status);
    assertThat(read.answer().refusesKey()).isFalse();
    assertThat(read.body()).contains("of what was asked");
    assertThat(one.requests()).hasSize(1);
    assertThat(gateway.running()).isZero();
  }

  @Test
  void sendsNoKeyElsewhere() {
    AiModel model = gateway.model("one", one);
    gateway.read(model);
    AiModel.Plan plan = model.plan();
    AiModel moved =
        new AiModel(
            model.id(),
            new AiModel.Plan(
                plan.alias(),
                "openai",
                plan.identifier(),
                other.url(),
                plan.secret(),
                plan.terms()),
            AttemptsFixture.NOW,
            AttemptsFixture.NOW);

    ProblemException failure = failure(moved);
    assertThat(failure.detail())
        .contains("cannot be asked")
        .doesNotContain("origin")
        .doesNotContain(String.valueOf(plan.secret()));
    assertThat(failure).hasRootCauseMessage("It belongs to another origin.");
    assertThat(other.requests()).isEmpty();
  }

  @Test
  void readsAKeyOnceForManyCalls() {
    AiModel model = gateway.model("one", one);

    for (int i = 0; i < 5; i++) {
      gateway.read(model);
    }

    assertThat(gateway.secrets.reads).hasValue(1);
    assertThat(one.connections()).as("connections").isOne();
  }

  private ProblemException failure(AiModel model) {
    List<ProblemException> failures = new ArrayList<>();
    assertThatThrownBy(() -> gateway.send(gateway.chat(model, false)).close())
        .asInstanceOf(type(ProblemException.class))
        .satisfies(failures::add);
    return failures.getFirst();
  }
}
