package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.secrets.Origin;
import java.net.URI;
import java.util.HexFormat;

/**
 * A header that authenticates us to one origin (scheme, host and port), and is sent to no other.
 * Its value is never printed.
 */
public final class Credential {

  /** For servers that ask for none. */
  public static final Credential NONE = new Credential(new Origin(""), "", "");

  private final Origin origin;
  private final String header;
  private final String value;

  private Credential(Origin origin, String header, String value) {
    if (!header.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')
        || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("A credential is sent as visible ASCII");
    }
    this.origin = origin;
    this.header = header;
    this.value = value;
  }

  /** {@code Authorization: Bearer …} (RFC 6750). */
  public static Credential bearer(URI boundTo, String token) {
    return new Credential(Origin.of(boundTo), "Authorization", "Bearer " + token);
  }

  /** A key in a header of the server's choice, usually {@code X-API-Key}. */
  public static Credential apiKey(URI boundTo, String header, String key) {
    return new Credential(Origin.of(boundTo), header, key);
  }

  /** A digest of what is sent, in hexadecimal: the same credential has the same. */
  public String sha256() {
    return HexFormat.of().formatHex(Digests.sha256((header + "\n" + value).getBytes(UTF_8)));
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

  String value() {
    return value;
  }

  @Override
  public String toString() {
    return isNone() ? "Credential[none]" : "Credential[" + header + " for " + origin + "]";
  }
}
