package ai.preloop.activities.upstream;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of upstream calls. {@code call} is the whole of one, from looking up the name to the last
 * byte. A pooled connection that rested for {@code unchecked} is looked at before it is used, which
 * takes about 1 ms: zero where a call must not be lost to a connection that the server has closed.
 * {@code resultRoom} is how many bytes of large answers may be in memory at once; each is there up
 * to three times while it is passed on. {@code proxy} is what servers out in the world are reached
 * by, null where they are reached directly.
 */
public record UpstreamSettings(
    Duration connect,
    Duration call,
    Duration unchecked,
    int resultBytes,
    long resultRoom,
    int connectionsPerServer,
    String clientVersion,
    @Nullable URI proxy) {

  public UpstreamSettings(
      Duration connect,
      Duration call,
      Duration unchecked,
      int resultBytes,
      long resultRoom,
      int connectionsPerServer,
      String clientVersion) {
    this(
        connect,
        call,
        unchecked,
        resultBytes,
        resultRoom,
        connectionsPerServer,
        clientVersion,
        null);
  }

  public static final UpstreamSettings DEFAULTS =
      new UpstreamSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(120),
          Duration.ofMillis(200),
          32 << 20,
          Runtime.getRuntime().maxMemory() / 8,
          256,
          "0");

  /** The same limits, introducing the client by this version. */
  public UpstreamSettings withClientVersion(String version) {
    return new UpstreamSettings(
        connect, call, unchecked, resultBytes, resultRoom, connectionsPerServer, version, proxy);
  }

  /** The same, with other times and enough connections for so many calls. */
  public UpstreamSettings within(Duration toConnect, Duration toCall, int calls) {
    return new UpstreamSettings(
        toConnect, toCall, unchecked, resultBytes, resultRoom, calls * 2, clientVersion, proxy);
  }

  /** The same, with servers out in the world reached by a proxy. */
  public UpstreamSettings by(URI operatorsProxy) {
    return new UpstreamSettings(
        connect,
        call,
        unchecked,
        resultBytes,
        resultRoom,
        connectionsPerServer,
        clientVersion,
        operatorsProxy);
  }

  /** The same, with room for so many bytes of large answers at once. */
  public UpstreamSettings withResultRoom(long bytes) {
    return new UpstreamSettings(
        connect, call, unchecked, resultBytes, bytes, connectionsPerServer, clientVersion, proxy);
  }
}
