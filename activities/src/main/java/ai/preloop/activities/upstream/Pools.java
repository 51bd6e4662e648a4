package ai.preloop.activities.upstream;

import ai.preloop.activities.addresses.AddressRules;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Pooled connections, a pool for each way of getting at servers. */
final class Pools implements AutoCloseable {

  /** Longer than any exchange, so that nothing is cut with a pool that is let go. */
  private static final Duration UNUSED = Duration.ofHours(2);

  private static final int MOST = 1_000;

  private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(30);

  private final UpstreamSettings settings;
  private final AddressRules rules;
  private final HttpRequestExecutor executor;
  private final Cache<Reach, CloseableHttpClient> clients =
      Caffeine.newBuilder()
          .expireAfterAccess(UNUSED)
          .maximumSize(MOST)
          .scheduler(Scheduler.systemScheduler())
          .removalListener(Pools::letGo)
          .build();

  Pools(UpstreamSettings settings, AddressRules rules, HttpRequestExecutor executor) {
    this.settings = settings;
    this.rules = rules;
    this.executor = executor;
  }

  CloseableHttpClient of(Reach reach) {
    return clients.get(reach, this::client);
  }

  private static void letGo(
      @Nullable Reach reach, @Nullable CloseableHttpClient client, RemovalCause cause) {
    if (client != null) {
      client.close(CloseMode.GRACEFUL);
    }
  }

  private CloseableHttpClient client(Reach reach) {
    RequestConfig requests =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(settings.connect()))
            .setResponseTimeout(silence())
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections(reach))
        .setDefaultRequestConfig(requests)
        .setRequestExecutor(executor)
        .setKeepAliveStrategy(Pools::keepAlive)
        .setUserAgent("Preloop")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .disableConnectionState()
        .evictExpiredConnections()
        .build();
  }

  private PoolingHttpClientConnectionManager connections(Reach reach) {
    ConnectionConfig each =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(settings.connect()))
            .setSocketTimeout(silence())
            .setValidateAfterInactivity(TimeValue.of(settings.unchecked()))
            .build();
    PoolingHttpClientConnectionManagerBuilder building =
        new Tunnelling(new Tunnel(rules, reach.proxy(), settings.proxy()))
            .setDefaultConnectionConfig(each)
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnPerRoute(settings.connectionsPerServer());
    Tls tls = reach.tls();
    return (tls == null
            ? building
            : building.setTlsSocketStrategy(new DefaultClientTlsStrategy(tls.context())))
        .build();
  }

  /** What ends a call is its exchange, which knows whether the server waits for us. */
  private Timeout silence() {
    return Timeout.of(
        settings.call().compareTo(Exchange.LONGEST) > 0 ? settings.call() : Exchange.LONGEST);
  }

  /** A second less than the server says, so that we let go of a connection before it does. */
  private static TimeValue keepAlive(HttpResponse response, HttpContext context) {
    TimeValue said =
        DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
    if (!TimeValue.isPositive(said) || said.compareTo(LONGEST_IDLE) > 0) {
      return LONGEST_IDLE;
    }
    return TimeValue.ofMilliseconds(Math.max(1, said.toMilliseconds() - 1000));
  }

  @Override
  public void close() throws IOException {
    for (CloseableHttpClient client : clients.asMap().values()) {
      client.close();
    }
  }

  /** Opens connections by the tunnel. */
  private static final class Tunnelling extends PoolingHttpClientConnectionManagerBuilder {

    private final Tunnel tunnel;

    private Tunnelling(Tunnel tunnel) {
      this.tunnel = tunnel;
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
      return new DefaultHttpClientConnectionOperator(
          _ -> tunnel.socket(),
          ports,
          names,
          RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build());
    }
  }
}
