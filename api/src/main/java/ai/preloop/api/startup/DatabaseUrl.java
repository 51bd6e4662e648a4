package ai.preloop.api.startup;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code DATABASE_URL} as the driver wants it. Read are {@code postgresql://user:password@host/db},
 * the same with a driver suffix, and {@code jdbc:postgresql:} with user and password as parameters.
 */
record DatabaseUrl(String jdbcUrl, String user, String password) {

  private static final Pattern SCHEME =
      Pattern.compile("^(?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?:(.*)$");

  static DatabaseUrl parse(String text) {
    Matcher matcher = SCHEME.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid("it does not start with postgresql://");
    }
    try {
      return of(URI.create("postgresql:" + matcher.group(1)));
    } catch (IllegalArgumentException e) {
      throw invalid(
          "it is not a URL; characters like @ and / in a password are written as %40 and %2F");
    }
  }

  private static DatabaseUrl of(URI url) {
    if (url.getHost() == null || url.getPath() == null || url.getPath().length() < 2) {
      throw invalid("it names no host or no database");
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    String jdbc = "jdbc:postgresql://" + url.getHost() + port + url.getRawPath();
    String[] login = login(url.getRawUserInfo());
    String user = login.length > 0 ? login[0] : parameter(query, "user");
    String password = login.length > 1 ? login[1] : parameter(query, "password");
    return new DatabaseUrl(jdbc + rest(query), user, password);
  }

  private static String[] login(@Nullable String userInfo) {
    if (userInfo == null) {
      return new String[0];
    }
    String[] parts = userInfo.split(":", 2);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = decode(parts[i]);
    }
    return parts;
  }

  private static String parameter(String query, String name) {
    Matcher found = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(query);
    return found.find() ? decode(found.group(1)) : "";
  }

  private static String rest(String query) {
    String kept = query.replaceAll("(^|&)(user|password)=[^&]*", "").replaceFirst("^&", "");
    return kept.isEmpty() ? "" : "?" + kept;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static ProblemException invalid(String why) {
    return new ProblemException(
        ProblemType.UNAVAILABLE, "DATABASE_URL cannot be used: " + why + ".");
  }

  @Override
  public String toString() {
    return "DatabaseUrl[" + jdbcUrl + ", " + user + "]";
  }
}
