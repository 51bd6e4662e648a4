package ai.preloop.activities.upstream;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How a server is got at: with which certificates, and by way of which proxy. Servers that differ
 * in it share no connection.
 */
public record Reach(@Nullable Tls tls, @Nullable URI proxy) {

  public static final Reach DIRECT = new Reach(null, null);
}
