package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.UsableSecret.Living;
import ai.preloop.policies.problems.ProblemException;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A header that authenticates us to one origin (scheme, host and port), and is sent to no other.
 * Its value is never printed.
 */
public final class Credential {

  /** For servers that ask for none. */
  public static final Credential NONE = new Credential(new Origin(""), "", "");

  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";

  private final Origin origin;
  private final String header;
  private final String value;
  private final @Nullable BearerTokens tokens;
  private final @Nullable Living living;

  private Credential(Origin origin, String header, String value) {
    this(origin, header, value, null);
  }

  /** {@code value} stands before the one that is asked for. */
  private Credential(Origin origin, String header, String value, @Nullable Living living) {
    if (!header.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':') || !isVisible(value)) {
      throw new IllegalArgumentException("A credential is sent as visible ASCII");
    }
    this.origin = origin;
    this.header = header;
    this.value = value;
    this.tokens = null;
    this.living = living;
  }

  private Credential(Origin origin, BearerTokens tokens) {
    this.origin = origin;
    this.header = AUTHORIZATION;
    this.value = "";
    this.tokens = tokens;
    this.living = null;
  }

  /** {@code Authorization: Bearer …} (RFC 6750). */
  public static Credential bearer(URI boundTo, String token) {
    return new Credential(Origin.of(boundTo), AUTHORIZATION, BEARER + token);
  }

  /** The same with a token of a grant, whichever is good when it is sent. */
  public static Credential bearer(URI boundTo, BearerTokens tokens) {
    return new Credential(Origin.of(boundTo), tokens);
  }

  /** The same with a secret that may change where it is kept. */
  public static Credential bearer(URI boundTo, Living secret) {
    return new Credential(Origin.of(boundTo), AUTHORIZATION, BEARER, secret);
  }

  /** {@code Authorization: Basic …} (RFC 7617); both parts are encoded already where need be. */
  public static Credential basic(URI boundTo, String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(UTF_8);
    return new Credential(
        Origin.of(boundTo), AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** A key in a header of the server's choice, usually {@code X-API-Key}. */
  public static Credential apiKey(URI boundTo, String header, String key) {
    return new Credential(Origin.of(boundTo), header, key);
  }

  /** The same with a secret that may change where it is kept. */
  public static Credential apiKey(URI boundTo, String header, Living secret) {
    return new Credential(Origin.of(boundTo), header, "", secret);
  }

  /** A digest of what is sent, in hexadecimal: the same credential, or grant, has the same. */
  public String sha256() {
    String told =
        tokens != null
            ? "grant " + tokens.grant()
            : living != null ? "secret " + living.identity() : value;
    return HexFormat.of().formatHex(Digests.sha256((header + "\n" + told).getBytes(UTF_8)));
  }

  boolean isNone() {
    return header.isEmpty();
  }

  boolean mayGoTo(URI url) {
    return isNone() || origin.equals(Origin.of(url));
  }

  String header() {
    return header;
  }

  /** What is sent now; it is held back where there is no token to be had. */
  String value() throws WithheldException {
    try {
      if (living != null) {
        return visible(value + living.now());
      }
      return tokens == null ? value : BEARER + tokens.current();
    } catch (ProblemException e) {
      throw new WithheldException(e.detail());
    }
  }

  private static String visible(String sent) throws WithheldException {
    if (!isVisible(sent)) {
      throw new WithheldException(
          "The server's secret, as it is kept now, is not visible ASCII in one line.");
    }
    return sent;
  }

  private static boolean isVisible(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /** What may be sent in place of a value that the server did not take, once. */
  Optional<String> insteadOf(String refused) {
    if (living != null) {
      return living
          .insteadOf(refused.substring(value.length()))
          .map(other -> value + other)
          .filter(Credential::isVisible);
    }
    return tokens == null
        ? Optional.empty()
        : tokens.insteadOf(refused.substring(BEARER.length())).map(token -> BEARER + token);
  }

  /** What has to be done so that the server takes us; empty where only it knows. */
  Optional<String> wanting(Challenge challenge) {
    return tokens == null || !challenge.isForMoreScope() || challenge.scopes().isEmpty()
        ? Optional.empty()
        : tokens.wanting(challenge.scopes());
  }

  @Override
  public String toString() {
    return isNone() ? "Credential[none]" : "Credential[" + header + " for " + origin + "]";
  }
}
