package ai.preloop.activities.offers;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one way to write a URI that is asked for (RFC 3986, section 6.2.2): rules are about its text,
 * and a server may take another text for the same resource.
 */
final class ResourceUri {

  private static final Pattern PARTS =
      Pattern.compile("([^:/?#]+):(?://([^/?#]*))?([^?#]*)(?:[?#].*)?", Pattern.DOTALL);
  private static final Pattern SHOWN_BESIDE = Pattern.compile("preloop:[^:]*:(.*)", Pattern.DOTALL);
  private static final Pattern NEEDLESS =
      Pattern.compile("%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])");

  /** Whose hosts are the same in either case (WHATWG URL, special schemes). */
  private static final Set<String> WITH_HOSTS = Set.of("http", "https", "ws", "wss", "ftp", "file");

  private ResourceUri() {}

  /** What is to be written otherwise; empty when it is written in the one way. */
  static Optional<String> fault(String uri) {
    Matcher shown = SHOWN_BESIDE.matcher(uri);
    return shown.matches() ? faultOfOwn(shown.group(1)) : faultOfOwn(uri);
  }

  private static Optional<String> faultOfOwn(String uri) {
    Matcher parts = PARTS.matcher(uri);
    boolean isWhole = parts.matches();
    String scheme = isWhole ? parts.group(1) : "";
    String host = isWhole && parts.group(2) != null ? parts.group(2) : "";
    String path = isWhole ? parts.group(3) : uri;
    if (uri.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '\\')) {
      return Optional.of("The URI has a space, a control character or a backslash.");
    }
    if (!isLower(scheme) || (WITH_HOSTS.contains(scheme) && !isLower(host))) {
      return Optional.of("The scheme and the host of a URI are written in lower case.");
    }
    if (NEEDLESS.matcher(uri).find()) {
      return Optional.of("The URI encodes a character that needs no encoding.");
    }
    return ("/" + path + "/").matches("(?s).*/\\.{1,2}/.*")
        ? Optional.of("The URI has a step `.` or `..`.")
        : Optional.empty();
  }

  private static boolean isLower(String text) {
    return text.equals(text.toLowerCase(Locale.ROOT));
  }
}
