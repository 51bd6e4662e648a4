package ai.preloop.activities.roundtrips;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.CanonicalJson;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.MalformedMessage.Kind;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.policies.problems.ProblemException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Seals the {@code requestState} of an answer that asks its client for something, and opens what
 * comes back (MCP 2026-07-28, Multi Round-Trip Requests). It is good for the same principal, the
 * same request and a while; that something happens once only is for whoever keeps the state's id.
 */
public final class RequestStates {

  private static final String PREFIX = "preloop.";
  private static final String CONTEXT = "requestState/1";
  private static final int DIGEST_BYTES = 32;
  private static final int LONGEST = 1_000;

  private final String prefix;
  private final Sealer sealer;
  private final InstantSource clock;

  /** By {@code mark} ours are told from those of servers, one of which may be another Preloop. */
  RequestStates(String mark, Sealer sealer, InstantSource clock) {
    this.prefix = PREFIX + mark + ".";
    this.sealer = sealer;
    this.clock = clock;
  }

  /** Whether a request brings a state that is one of ours, or says so. */
  public boolean isOurs(Envelope message) {
    String text = text(message);
    return text != null && text.startsWith(prefix);
  }

  /** The state for this principal's next try of this request, good for so long. */
  public String seal(Principal who, Envelope message, RequestState state, Duration lasting) {
    byte[] kind = state.kind().name().getBytes(UTF_8);
    ByteBuffer plain =
        ByteBuffer.allocate(2 * 2 * Long.BYTES + Long.BYTES + DIGEST_BYTES + kind.length);
    put(plain, who.id());
    put(plain, state.id());
    plain.putLong(clock.instant().plus(lasting).toEpochMilli());
    plain.put(digest(message)).put(kind);
    byte[] sealed = sealer.seal(who.account(), CONTEXT, plain.array());
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /**
   * What this request goes on with; empty when it brings no state of ours. {@link MalformedMessage}
   * with the reason for one that was changed, is over, or is somebody else's or another request's.
   */
  public Optional<RequestState> open(Principal who, Envelope message) {
    return isOurs(message) ? Optional.of(opened(who, message)) : Optional.empty();
  }

  private RequestState opened(Principal who, Envelope message) {
    ByteBuffer plain = ByteBuffer.wrap(unsealed(who, message));
    // Who it is of is not told to anybody else.
    if (!id(plain).equals(who.id())) {
      throw unreadable(message);
    }
    UUID id = id(plain);
    Instant end = Instant.ofEpochMilli(plain.getLong());
    byte[] digest = new byte[DIGEST_BYTES];
    plain.get(digest);
    byte[] kind = new byte[plain.remaining()];
    plain.get(kind);
    if (!Arrays.equals(digest, digest(message))) {
      throw refused(
          message, "params.requestState is of another request; send it with the same one.");
    }
    if (!clock.instant().isBefore(end)) {
      throw refused(message, "params.requestState is over; make the request without it.");
    }
    return new RequestState(RequestState.Kind.valueOf(new String(kind, UTF_8)), id);
  }

  private byte[] unsealed(Principal who, Envelope message) {
    String text = Objects.requireNonNull(text(message));
    if (text.length() > LONGEST) {
      throw unreadable(message);
    }
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(text.substring(prefix.length()));
      return sealer.open(who.account(), CONTEXT, sealed);
    } catch (IllegalArgumentException | ProblemException _) {
      throw unreadable(message);
    }
  }

  /** The same for whatever a client may write differently when it says the same again. */
  private static byte[] digest(Envelope message) {
    JsonSlice arguments = message.arguments();
    String canonical = arguments == null ? "{}" : new String(CanonicalJson.bytes(arguments), UTF_8);
    String request =
        "%s\n%s\n%s"
            .formatted(message.method(), Objects.requireNonNullElse(message.name(), ""), canonical);
    return Digests.sha256(request.getBytes(UTF_8));
  }

  private static @Nullable String text(Envelope message) {
    JsonSlice params = message.params();
    JsonSlice state = params == null ? null : params.member("requestState");
    return state == null ? null : state.text();
  }

  private static void put(ByteBuffer plain, UUID id) {
    plain.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID id(ByteBuffer plain) {
    return new UUID(plain.getLong(), plain.getLong());
  }

  private static MalformedMessage unreadable(Envelope message) {
    return refused(
        message,
        "params.requestState was not given out here, or was changed; make the request without it.");
  }

  private static MalformedMessage refused(Envelope message, String sentence) {
    return new MalformedMessage(Kind.INVALID_PARAMS, sentence, message.id());
  }
}
