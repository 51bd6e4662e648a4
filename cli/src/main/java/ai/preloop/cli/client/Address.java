package ai.preloop.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a Preloop is: scheme, host, port and perhaps a path, without a slash at the end. */
public record Address(URI uri) {

  public static final Address USUAL = Address.of("http://127.0.0.1:8000");

  public static Address of(String text) {
    try {
      var uri = new URI(text.strip().replaceAll("/+$", ""));
      if (!isPlain(uri)) {
        throw wrong(text);
      }
      return new Address(uri);
    } catch (URISyntaxException e) {
      throw wrong(text);
    }
  }

  URI at(String path) {
    return URI.create(uri + path);
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static boolean isPlain(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https"))
        && uri.getHost() != null
        && uri.getUserInfo() == null
        && uri.getQuery() == null
        && uri.getFragment() == null;
  }

  private static UsageException wrong(String text) {
    return new UsageException(
        "'" + text + "' is not an address; it looks like http://127.0.0.1:8000.");
  }
}
