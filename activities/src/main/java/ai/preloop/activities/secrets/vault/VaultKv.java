package ai.preloop.activities.secrets.vault;

import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The KV secrets engine of version 2, at the mount of the settings: each secret has its value in
 * the field {@code value}. Whatever Vault cannot do is UNAVAILABLE with a sentence.
 */
public final class VaultKv implements AutoCloseable {

  private static final String VALUE = "value";
  private static final String WRITE = "preloop_write";

  private final VaultSettings settings;
  private final VaultHttp http;
  private final VaultTokens tokens;
  private final Refusals refusals;
  private final NamedLoop loop;
  private volatile @Nullable String problem;
  private volatile boolean wasAway;
  private volatile Runnable whenBack = () -> {};

  public VaultKv(VaultSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.http = new VaultHttp(settings);
    this.tokens = new VaultTokens(new Login(settings, http, nanoTime), nanoTime);
    this.refusals = new Refusals(settings);
    this.loop =
        new NamedLoop(
            "preloop-vault", settings.pace().round(), settings.pace().round(), this::lookAfter);
  }

  /** Begins to look after the token. */
  public void start() {
    loop.start();
  }

  /** What is done when Vault answers after it did not. */
  public void whenBack(Runnable work) {
    whenBack = work;
  }

  /** What is wrong with Vault as far as is known, in one sentence. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** The newest version; one that was deleted in Vault has no value. */
  public Optional<KvVersion> latest(String path) {
    return noted(() -> version(exchange(VaultRequest.get(data(path)))));
  }

  public Optional<KvVersion> version(String path, long number) {
    return noted(() -> version(exchange(VaultRequest.get(data(path) + "?version=" + number))));
  }

  /** Adds a version after that one, 0 for none; empty where another is the newest by now. */
  public OptionalLong write(String path, String value, String write, long after) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.putObject("options").put("cas", after);
    body.putObject("data").put(VALUE, value).put(WRITE, write);
    return noted(() -> written(exchange(VaultRequest.post(data(path), body))));
  }

  /** Erases all versions. */
  public void forget(String path) {
    noted(() -> {
      VaultReply reply =
          exchange(VaultRequest.delete("%s/metadata/%s".formatted(settings.mount(), path)));
      if (!reply.isGood() && !isAbsent(reply)) {
        throw refusals.of(reply);
      }
      return true;
    });
  }

  /** Where the secrets of an account are, below the mount. */
  public String path(String account, String name) {
    return "%s/%s/%s".formatted(settings.pathPrefix(), account, name);
  }

  private String data(String path) {
    return "%s/data/%s".formatted(settings.mount(), path);
  }

  /** What is refused because the token is gone is asked once more, with another. */
  private VaultReply exchange(VaultRequest request) {
    String token = tokens.current();
    VaultReply first = http.send(request, token);
    return first.status() == VaultReply.FORBIDDEN
        ? tokens.insteadOf(token).map(other -> http.send(request, other)).orElse(first)
        : first;
  }

  private Optional<KvVersion> version(VaultReply reply) {
    if (isAbsent(reply)) {
      return Optional.empty();
    }
    JsonNode data = reply.body().path("data");
    JsonNode number = data.path("metadata").path("version");
    boolean isDeleted = reply.status() == VaultReply.NOT_FOUND && number.isIntegralNumber();
    if (!reply.isGood() && !isDeleted) {
      throw refusals.of(reply);
    }
    if (!number.isIntegralNumber()) {
      throw refusals.strange();
    }
    JsonNode fields = data.path("data");
    return Optional.of(
        new KvVersion(
            number.asLong(), fields.path(VALUE).asStringOpt(), fields.path(WRITE).asStringOpt()));
  }

  /** There is no such path; a mount that is not there has an error that says so. */
  private static boolean isAbsent(VaultReply reply) {
    JsonNode errors = reply.body().path("errors");
    return reply.status() == VaultReply.NOT_FOUND && errors.isArray() && errors.isEmpty();
  }

  private OptionalLong written(VaultReply reply) {
    if (reply.status() == 400 && reply.says("check-and-set")) {
      return OptionalLong.empty();
    }
    if (!reply.isGood()) {
      throw refusals.of(reply);
    }
    JsonNode number = reply.body().path("data").path("version");
    if (!number.isIntegralNumber()) {
      throw refusals.strange();
    }
    return OptionalLong.of(number.asLong());
  }

  private <T> T noted(Supplier<T> work) {
    try {
      T done = work.get();
      problem = null;
      return done;
    } catch (ProblemException e) {
      problem = e.detail();
      wasAway = true;
      throw e;
    }
  }

  /** Nobody may be asking, so whether Vault is there again is found out here. */
  private void lookAfter() {
    noted(() -> {
      tokens.lookAfter();
      if (problem != null) {
        VaultReply reply = exchange(VaultRequest.LOOKUP);
        if (!reply.isGood()) {
          throw refusals.of(reply);
        }
      }
      return true;
    });
    if (wasAway) {
      wasAway = false;
      whenBack.run();
    }
  }

  @Override
  public void close() throws IOException {
    loop.stop();
    http.close();
  }
}
