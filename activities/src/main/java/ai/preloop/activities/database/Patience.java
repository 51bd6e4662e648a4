package ai.preloop.activities.database;

import java.util.Map;

/** How long the driver waits for a server that may never answer. */
final class Patience {

  /** Seconds, as the driver reads them; what {@code DATABASE_URL} says of them goes before. */
  static final Map<String, String> PROPERTIES =
      Map.of(
          "connectTimeout", "5",
          "loginTimeout", "5",
          "socketTimeout", "10",
          "tcpKeepAlive", "true");

  private Patience() {}
}
