package ai.preloop.activities.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.addresses.AddressRules.Local;
import ai.preloop.activities.upstream.UpstreamServer.Http;
import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and proxies on the way to a server. */
class ReachTests {

  @TempDir static Path folder;
  private static @Nullable Certificates certificates;

  private final AddressRules rules = new AddressRules(Local.OPEN, List.of(), port -> false);
  private final UpstreamClient client = new UpstreamClient(UpstreamSettings.DEFAULTS, rules);

  @BeforeAll
  static void make() {
    certificates = Certificates.in(folder);
  }

  private static Certificates certificates() {
    return Objects.requireNonNull(certificates);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
  }

  @Test
  void believesTheAuthorityAndShowsTheCertificateThatAreGivenForAServer() {
    try (FixtureMcpServer server = FixtureMcpServer.start(certificates().ofServer())) {
      assertThat(client.open(at(server, proved())).session().id()).isNotNull();
    }
  }

  @Test
  void believesNoAuthorityThatIsNotGivenForTheServer() {
    try (FixtureMcpServer server = FixtureMcpServer.start(certificates().ofServer())) {
      Tls unknown = Tls.of(null, own());

      assertThatThrownBy(() -> client.open(at(server, new Reach(unknown, null))))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("TLS certificate");
    }
  }

  @Test
  void sharesNoConnectionWithWhoIsKnownByAnotherCertificate() {
    try (FixtureMcpServer server = FixtureMcpServer.start(certificates().ofServer())) {
      client.open(at(server, proved()));
      Tls nameless = Tls.of(certificates().authority(), null);

      assertThatThrownBy(() -> client.open(at(server, new Reach(nameless, null))))
          .isInstanceOf(ProblemException.class);
      assertThat(client.open(at(server, proved())).session().id()).isNotNull();
    }
  }

  @Test
  void goesByTheProxyToTheAddressThatWasChecked() throws IOException {
    try (FixtureMcpServer server = FixtureMcpServer.start(certificates().ofServer());
        FixtureProxy proxy = FixtureProxy.start("200 OK")) {
      client.open(at(server, new Reach(tls(), proxy.url())));

      assertThat(proxy.asked())
          .first()
          .isEqualTo("CONNECT 127.0.0.1:%d HTTP/1.1".formatted(server.url().getPort()));
    }
  }

  @Test
  void asksAProxyForNothingThatIsRefused() throws IOException {
    try (FixtureProxy proxy = FixtureProxy.start("200 OK")) {
      assertThatThrownBy(() ->
              client.open(
                  new Http(
                      URI.create("http://169.254.169.254/mcp"),
                      Credential.NONE,
                      new Reach(null, proxy.url()))))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("metadata");

      assertThat(proxy.asked()).isEmpty();
    }
  }

  @Test
  void asksNoProxyThatIsRefused() {
    try (FixtureMcpServer server = FixtureMcpServer.start()) {
      assertThatThrownBy(() ->
              client.open(at(server, new Reach(null, URI.create("http://169.254.169.254:80")))))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("The proxy:");
    }
  }

  @Test
  void saysThatTheProxyDoesNotConnect() throws IOException {
    try (FixtureMcpServer server = FixtureMcpServer.start();
        FixtureProxy proxy = FixtureProxy.start("403 Forbidden")) {
      assertThatThrownBy(() -> client.open(at(server, new Reach(null, proxy.url()))))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("HTTP status 403");
    }
  }

  @Test
  void goesByTheOperatorsProxyIntoTheWorldOnly() {
    URI operators = URI.create("http://proxy.example:3128");
    Tunnel tunnel = new Tunnel(rules, null, operators);

    assertThat(tunnel.towards(InetAddress.ofLiteral("93.184.216.34"))).isEqualTo(operators);
    assertThat(tunnel.towards(InetAddress.ofLiteral("10.1.2.3"))).isNull();
    assertThat(tunnel.towards(InetAddress.ofLiteral("127.0.0.1"))).isNull();
  }

  @Test
  void takesNoKeyOfAnotherCertificate() {
    Tls.Own mixed = new Tls.Own(certificates().clientCertificate(), certificates().otherKey());

    assertThatThrownBy(() -> Tls.of(null, mixed)).hasMessageContaining("not that of");
    assertThatThrownBy(() -> Tls.of("no certificate", null)).isInstanceOf(ProblemException.class);
  }

  private static Http at(FixtureMcpServer server, Reach reach) {
    return new Http(server.url(), Credential.NONE, reach);
  }

  private static Reach proved() {
    return new Reach(tls(), null);
  }

  private static Tls tls() {
    return Tls.of(certificates().authority(), own());
  }

  private static Tls.Own own() {
    return new Tls.Own(certificates().clientCertificate(), certificates().clientKey());
  }
}
