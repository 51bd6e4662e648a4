package ai.preloop.policies.documents;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a server's name, its address and what Preloop signs in with may look like. */
public final class ServerSyntax {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern COMMAND = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final Pattern CREDENTIAL = Pattern.compile("[!-~]{1,8192}");
  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

  private ServerSyntax() {}

  /** What is wrong with the name, as a sentence. */
  public static Optional<String> faultOfName(String name) {
    return NAME.matcher(name).matches() && !Sources.RESERVED.contains(name)
        ? Optional.empty()
        : Optional.of(
            "A server's name has 1 to 63 letters, digits, dots, dashes and underscores, and is none of %s."
                .formatted(String.join(", ", Sources.RESERVED)));
  }

  /** The same of the name that an operator gave a command. */
  public static Optional<String> faultOfCommand(String name) {
    return COMMAND.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "A command's name has 1 to 63 lower-case letters, digits, dashes and underscores.");
  }

  /** The same of a header's name (RFC 9110, section 5.6.2). */
  public static Optional<String> faultOfHeader(String header) {
    return HEADER.matcher(header).matches()
        ? Optional.empty()
        : Optional.of("The header's name is not one that HTTP knows.");
  }

  /** The same of a token or key, which is not repeated. */
  public static Optional<String> faultOfCredential(String value) {
    return CREDENTIAL.matcher(value).matches()
        ? Optional.empty()
        : Optional.of("A token or key is visible ASCII without spaces, of 1 to 8192 characters.");
  }

  /** The same of an address, as far as it can be said without resolving its host. */
  public static Optional<String> faultOfUrl(URI url) {
    var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.of("A server's URL starts with http:// or https://.");
    }
    var host = url.getHost();
    if (host == null || host.isEmpty()) {
      return Optional.of("The URL has no host that can be read.");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      return Optional.of("A server's URL has neither credentials nor a fragment in it.");
    }
    if (ENDS_IN_NUMBER.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
      return Optional.of("Write the address in the usual way, as in 192.0.2.7.");
    }
    return host.indexOf('%') >= 0 || url.getPort() == 0 || url.getPort() > 0xffff
        ? Optional.of("The URL's host or port cannot be used.")
        : Optional.empty();
  }

  /** Scheme, host and port of an address without a fault (RFC 6454), written in full. */
  public static String origin(URI url) {
    var scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("http") ? 80 : 443;
    return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }
}
