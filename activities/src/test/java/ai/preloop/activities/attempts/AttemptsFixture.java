package ai.preloop.activities.attempts;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.addresses.AddressRules.Local;
import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.Limits;
import ai.preloop.activities.models.OwnPrices;
import ai.preloop.activities.models.Routing;
import ai.preloop.activities.models.Routing.Share;
import ai.preloop.activities.providers.Provider;
import ai.preloop.activities.providers.Providers;
import ai.preloop.activities.providers.ProvidersConfiguration;
import ai.preloop.activities.upstream.Outbound;
import ai.preloop.activities.upstream.UpstreamSettings;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Attempts at models of fake providers. */
final class AttemptsFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final AccountId ACCOUNT = new AccountId(Ids.next());
  static final Limits QUICK =
      new Limits(
          null, null, null, Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(20));

  final FakeSecrets secrets = new FakeSecrets();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final AtomicLong nanos = new AtomicLong();
  final ProviderKeys keys = new ProviderKeys(secrets, nanos::get);
  final Attempts attempts;
  private final Map<String, AiModel> models = new ConcurrentHashMap<>();
  private final Outbound outbound =
      new Outbound(
          UpstreamSettings.DEFAULTS, new AddressRules(Local.OPEN, List.of(), port -> false));

  AttemptsFixture() {
    secrets.set("key", "sk-very-secret");
    Random chance = new Random(7);
    ModelGates gates = new ModelGates(nanos::get, meters);
    Backoff backoff = new Backoff(() -> NOW, chance);
    attempts =
        new Attempts(
            new Means(providers(), outbound, keys, gates, backoff, meters),
            new TargetOrder(chance));
  }

  static Providers providers() {
    try (var context = new AnnotationConfigApplicationContext()) {
      context.registerBean(InstantSource.class, () -> () -> NOW);
      context.register(ProvidersConfiguration.class);
      context.refresh();
      return context.getBean(Providers.class);
    }
  }

  /** A model of OpenAI's dialect at a fake provider. */
  AiModel model(String alias, FakeProvider at) {
    return model(alias, at.url(), QUICK, Routing.NONE);
  }

  AiModel model(String alias, FakeProvider at, Limits limits) {
    return model(alias, at.url(), limits, Routing.NONE);
  }

  AiModel model(String alias, FakeProvider at, String... fallbacks) {
    return model(alias, at.url(), QUICK, new Routing(List.of(), List.of(fallbacks)));
  }

  AiModel model(String alias, URI at, Limits limits, Routing routing) {
    // Each server has an origin of its own, and so has its key.
    String secret = "key-" + at.getPort();
    secrets.set(secret, "sk-very-secret");
    return kept(
        plan(alias, "openai", at, secret, new AiModel.Terms(OwnPrices.NONE, limits, routing)));
  }

  AiModel shares(String alias, Share... shares) {
    return kept(
        plan(
            alias,
            null,
            null,
            null,
            new AiModel.Terms(OwnPrices.NONE, QUICK, new Routing(List.of(shares), List.of()))));
  }

  AiModel of(String provider, String alias, FakeProvider at) {
    AiModel.Terms terms = new AiModel.Terms(OwnPrices.NONE, QUICK, Routing.NONE);
    secrets.set("key-" + alias, "sk-very-secret");
    return kept(plan(alias, provider, at.url(), "key-" + alias, terms));
  }

  private static AiModel.Plan plan(
      String alias,
      @Nullable String provider,
      @Nullable URI at,
      @Nullable String secret,
      AiModel.Terms terms) {
    String identifier = provider == null ? null : "real-" + alias;
    return new AiModel.Plan(alias, provider, identifier, at, secret, terms);
  }

  private AiModel kept(AiModel.Plan plan) {
    AiModel model = new AiModel(Ids.next(), plan, NOW, NOW);
    models.put(plan.alias(), model);
    return model;
  }

  Optional<AiModel> find(String alias) {
    return Optional.ofNullable(models.get(alias));
  }

  /** A chat completion; a stream where it is streamed. */
  Dispatch chat(AiModel model, boolean streamed) {
    return chat(model, streamed, new Cancellation());
  }

  Dispatch chat(AiModel model, boolean streamed, Cancellation left) {
    return new Dispatch(
        ACCOUNT,
        model,
        new Dispatch.Client(
            Dialect.OPENAI, HttpHeaders.of(Map.of(), (name, value) -> true), null, left),
        100,
        (target, provider) ->
            new Rendered(
                operation(provider),
                streamed,
                """
                {"model":"%s","stream":%b,"messages":[{"role":"user","content":"hi"}]}\
                """
                    .formatted(target.plan().identifier(), streamed)
                    .getBytes(UTF_8)),
        new Unanswered(true));
  }

  private static Operation operation(Provider provider) {
    return Stream.of(Operation.CHAT_COMPLETIONS, Operation.MESSAGES, Operation.GENERATE_CONTENT)
        .filter(provider.operations()::contains)
        .findFirst()
        .orElseThrow();
  }

  ProviderAnswer send(Dispatch request) {
    return attempts.send(request, this::find);
  }

  /** A call that is not streamed, read to its end. */
  Read read(AiModel model) {
    try (ProviderAnswer answer = send(chat(model, false))) {
      return new Read(answer, new String(answer.body().readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  record Read(ProviderAnswer answer, String body) {

    int status() {
      return answer.status();
    }

    String by() {
      return answer.target().alias();
    }
  }

  double counted(String outcome) {
    return meters
        .counter("preloop.gateway.attempts", "provider", "openai", "outcome", outcome)
        .count();
  }

  double running() {
    return meters.get("preloop.gateway.running").gauge().value();
  }

  @Override
  public void close() {
    try {
      outbound.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
