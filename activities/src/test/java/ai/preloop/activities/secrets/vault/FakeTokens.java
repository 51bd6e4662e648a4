package ai.preloop.activities.secrets.vault;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tokens of a {@link FakeVault}, and the ways to come by one. */
final class FakeTokens {

  private final LongSupplier nanoTime;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();
  final AtomicInteger logins = new AtomicInteger();
  final AtomicInteger renewals = new AtomicInteger();
  final AtomicInteger lookups = new AtomicInteger();
  volatile Duration life = Duration.ofHours(1);
  volatile Duration longest = Duration.ofDays(30);
  volatile boolean renewable = true;
  volatile String serviceAccount = "";

  FakeTokens(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Token(long since, long until, boolean renewable) {}

  String make() {
    String token = "hvs.fake-" + made.incrementAndGet();
    long now = nanoTime.getAsLong();
    tokens.put(token, new Token(now, life.isZero() ? 0 : now + life.toNanos(), renewable));
    return token;
  }

  void revokeAll() {
    tokens.clear();
  }

  boolean knows(String token) {
    Token known = tokens.get(token);
    return known != null && (known.until == 0 || nanoTime.getAsLong() < known.until);
  }

  /** The {@code auth} of a sign-in; empty for a proof that is none. */
  Optional<ObjectNode> login(String method, JsonNode proof) {
    boolean isGood =
        switch (method) {
          case "approle" ->
              proof.path("role_id").asString("").equals("the-role")
                  && proof.path("secret_id").asString("").equals("the-secret-id");
          case "kubernetes" ->
              proof.path("role").asString("").equals("preloop")
                  && proof.path("jwt").asString("").equals(serviceAccount);
          default -> false;
        };
    logins.incrementAndGet();
    return isGood ? Optional.of(auth(make())) : Optional.empty();
  }

  ObjectNode lookup(String token) {
    lookups.incrementAndGet();
    ObjectNode data = JsonMapper.shared().createObjectNode();
    data.putObject("data")
        .put("id", token)
        .put("ttl", left(token).toSeconds())
        .put("renewable", known(token).renewable);
    return data;
  }

  ObjectNode renew(String token) {
    renewals.incrementAndGet();
    Token known = known(token);
    long now = nanoTime.getAsLong();
    long until = Math.min(now + life.toNanos(), known.since + longest.toNanos());
    tokens.put(token, new Token(known.since, until, known.renewable));
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.set("auth", auth(token));
    return body;
  }

  boolean isRenewable(String token) {
    return known(token).renewable;
  }

  private ObjectNode auth(String token) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("client_token", token)
        .put("lease_duration", left(token).toSeconds())
        .put("renewable", known(token).renewable);
  }

  private Duration left(String token) {
    long until = known(token).until;
    return until == 0
        ? Duration.ZERO
        : Duration.ofNanos(until - nanoTime.getAsLong() + 500_000_000);
  }

  private Token known(String token) {
    return Objects.requireNonNull(tokens.get(token));
  }
}
