package ai.preloop.activities.upstream;

import ai.preloop.activities.addresses.AddressRules;
import java.io.IOException;
import java.time.Duration;

/**
 * The way to services that are no MCP servers, with the same guarantees: within the address rules,
 * to the address that was checked, by the operator's proxy, without retries, redirects, cookies or
 * decompression.
 */
public final class Outbound implements AutoCloseable {

  /** What ends a call is its own patience, which is shorter. */
  private static final Duration LONGEST_CONNECT = Duration.ofMinutes(1);

  private static final Duration LONGEST_SILENCE = Duration.ofHours(24);

  /** How much one service takes at once is limited where it is known. */
  private static final int CALLS = 10_000;

  private final UpstreamHttp http;

  public Outbound(UpstreamSettings settings, AddressRules rules) {
    this.http = new UpstreamHttp(settings.within(LONGEST_CONNECT, LONGEST_SILENCE, CALLS), rules);
  }

  public WebCall call(WebCall.Request request) {
    return new WebCall(http, request);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
