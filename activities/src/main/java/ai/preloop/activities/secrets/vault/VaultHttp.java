package ai.preloop.activities.secrets.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.secrets.vault.VaultSettings.Pace;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exchanges with the one Vault that the operator named, wherever that is: with an end to each,
 * without redirects, retries, cookies or a proxy.
 */
final class VaultHttp implements AutoCloseable {

  private static final int MOST_BYTES = 1024 * 1024;
  private static final int CONNECTIONS = 64;

  private final VaultSettings settings;
  private final Refusals refusals;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("vault-deadlines").daemon().factory());

  VaultHttp(VaultSettings settings) {
    this.settings = settings;
    this.refusals = new Refusals(settings);
    this.client = client(settings);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** The answer, whatever its status; UNAVAILABLE where none comes, or none that is JSON. */
  VaultReply send(VaultRequest request, @Nullable String token) {
    HttpUriRequestBase sent = new HttpUriRequestBase(request.method(), url(request.path()));
    sent.setHeader("X-Vault-Request", "true");
    if (token != null) {
      sent.setHeader("X-Vault-Token", token);
    }
    if (!settings.namespace().isEmpty()) {
      sent.setHeader("X-Vault-Namespace", settings.namespace());
    }
    if (request.body() != null) {
      sent.setEntity(new StringEntity(request.body().toString(), ContentType.APPLICATION_JSON));
    }
    return answer(sent);
  }

  private URI url(String path) {
    String base = settings.url().toString();
    return URI.create(base + (base.endsWith("/") ? "v1/" : "/v1/") + path);
  }

  private VaultReply answer(HttpUriRequestBase request) {
    Future<?> end =
        timer.schedule(
            request::cancel, settings.pace().exchange().toMillis(), TimeUnit.MILLISECONDS);
    try {
      return client.execute(request, this::read);
    } catch (IOException e) {
      throw refusals.unavailable("does not answer.").causedBy(e);
    } finally {
      end.cancel(false);
    }
  }

  private VaultReply read(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new IOException("More than %d bytes".formatted(MOST_BYTES));
    }
    try {
      return new VaultReply(
          response.getCode(), JsonMapper.shared().readTree(new String(body, UTF_8)));
    } catch (JacksonException e) {
      // What cannot be read may have a secret in it all the same, so nothing of it is kept.
      return new VaultReply(response.getCode(), JsonMapper.shared().missingNode());
    }
  }

  private static CloseableHttpClient client(VaultSettings settings) {
    Pace pace = settings.pace();
    RequestConfig requests =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(pace.silence()))
            .setResponseTimeout(Timeout.of(pace.silence()))
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections(settings))
        .setDefaultRequestConfig(requests)
        .setUserAgent("Preloop")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .evictExpiredConnections()
        .build();
  }

  private static PoolingHttpClientConnectionManager connections(VaultSettings settings) {
    ConnectionConfig each =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(settings.pace().silence()))
            .setSocketTimeout(Timeout.of(settings.pace().silence()))
            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
            .setTimeToLive(TimeValue.ofMinutes(5))
            .build();
    PoolingHttpClientConnectionManagerBuilder building =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDefaultConnectionConfig(each)
            .setMaxConnPerRoute(CONNECTIONS)
            .setMaxConnTotal(CONNECTIONS);
    settings
        .caFile()
        .ifPresent(file ->
            building.setTlsSocketStrategy(new DefaultClientTlsStrategy(Authorities.of(file))));
    return building.build();
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    client.close();
  }
}
