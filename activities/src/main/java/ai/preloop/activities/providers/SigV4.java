package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.database.Digests;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a request to AWS ("AWS Signature Version 4 for API requests" of its IAM User
 * Guide), of one without a query.
 */
record SigV4(Key key, String region, String service) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What AWS gave; the token belongs to a key that ends soon. It is never printed. */
  record Key(String id, String secret, @Nullable String token) {

    /** {@code id:secret} or {@code id:secret:token}; null where it is no such key. */
    static @Nullable Key parse(String text) {
      String[] parts = text.split(":", 3);
      return parts.length < 2
          ? null
          : new Key(parts[0], parts[1], parts.length < 3 ? null : parts[2]);
    }

    @Override
    public String toString() {
      return "Key[" + id + "]";
    }
  }

  /** What is signed, beside the host; the names of headers are in lower case. */
  record Content(String method, URI uri, Map<String, String> headers, byte[] body) {}

  /** The headers to add. */
  Map<String, String> headers(Content content, Instant now) {
    String time = TIME.format(now);
    Map<String, String> added = new TreeMap<>();
    added.put("x-amz-date", time);
    if (key.token() != null) {
      added.put("x-amz-security-token", key.token());
    }
    TreeMap<String, String> signed = new TreeMap<>(content.headers());
    signed.putAll(added);
    signed.put("host", content.uri().getRawAuthority());
    String names = String.join(";", signed.keySet());
    String canonical =
        String.join(
            "\n",
            content.method(),
            path(content.uri()),
            "",
            lines(signed),
            names,
            hex(Digests.sha256(content.body())));
    String scope = "%s/%s/%s/aws4_request".formatted(time.substring(0, 8), region, service);
    String text =
        String.join("\n", ALGORITHM, time, scope, hex(Digests.sha256(canonical.getBytes(UTF_8))));
    added.put(
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(ALGORITHM, key.id(), scope, names, hex(hmac(signingKey(time), text))));
    return added;
  }

  private static String lines(Map<String, String> headers) {
    return headers.entrySet().stream()
        .map(each -> each.getKey() + ":" + each.getValue().strip() + "\n")
        .collect(Collectors.joining());
  }

  /** Each part once more as it may stand in a path, though it is so already. */
  private static String path(URI uri) {
    String path = uri.getRawPath();
    return path.isEmpty()
        ? "/"
        : Arrays.stream(path.split("/", -1)).map(SigV4::part).collect(Collectors.joining("/"));
  }

  private static String part(String text) {
    return BaseUri.part(text).replace("*", "%2A").replace("%7E", "~");
  }

  private byte[] signingKey(String time) {
    byte[] date = hmac(("AWS4" + key.secret()).getBytes(UTF_8), time.substring(0, 8));
    return hmac(hmac(hmac(date, region), service), "aws4_request");
  }

  private static byte[] hmac(byte[] key, String text) {
    return Digests.hmacSha256(key, text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
