package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.oauth.FixtureAuthorizationServer;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.upstream.Nobody;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A server that is signed in to by OAuth, and who grants access to it. */
abstract class AgainstAuthorization extends AgainstUpstream {

  static final String CALLBACK = SERVERS + "/oauth/callback";

  FixtureAuthorizationServer granting;

  @BeforeEach
  void grant() {
    granting = FixtureAuthorizationServer.start(upstream.url());
    upstream.requireToken(granting::takes, granting.challenge());
  }

  @AfterEach
  void stopGranting() {
    granting.close();
  }

  String added(String config) {
    MvcTestResult made =
        edge.post(SERVERS, edge.owner())
            .contentType(MediaType.APPLICATION_JSON)
            .content(
                "{\"name\":\"shop\",\"url\":\"%s\",\"auth_type\":\"oauth\",\"auth_config\":{%s}}"
                    .formatted(upstream.url(), config))
            .exchange();
    assertThat(made).hasStatus(201);
    return json(made).path("id").asString();
  }

  MvcTestResult authorize(String id) {
    return edge.post(SERVERS + "/" + id + "/oauth/authorize", edge.owner()).exchange();
  }

  URI begin(String id) {
    MvcTestResult begun = authorize(id);
    assertThat(begun).hasStatusOk();
    return URI.create(json(begun).path("authorization_url").asString());
  }

  MvcTestResult standing(String id) {
    return edge.get(SERVERS + "/" + id + "/oauth", edge.owner()).exchange();
  }

  MvcTestResult scan(String id) {
    return edge.post(SERVERS + "/" + id + "/scan", edge.owner()).exchange();
  }

  /** Where the authorization server sends a browser back to. */
  static URI consent(URI address) {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      return URI.create(
          browser
              .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
              .headers()
              .firstValue("Location")
              .orElseThrow());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  MvcTestResult comeBack(URI address) {
    return callback(consent(address).toString());
  }

  MvcTestResult callback(String address) {
    URI back = URI.create(address);
    return edge.request(HttpMethod.GET, back.getPath(), "")
        .uri(URI.create(back.getRawPath() + "?" + back.getRawQuery()))
        .exchange();
  }

  UpstreamAnswer called(UUID person) {
    return edge.bean(UpstreamCalls.class)
        .call(
            new UpstreamCalls.Caller(edge.person().account(), null, person),
            edge.bean(Catalogs.class).of(edge.person().account()).servers().getFirst(),
            new UpstreamCalls.Sending(
                id ->
                    """
                    {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"pay"}}\
                    """
                        .formatted(id)
                        .getBytes(StandardCharsets.UTF_8),
                Clearance.GIVEN,
                Nobody.AT_ALL));
  }

  List<String> kept() {
    return edge.bean(SecretStore.class).names(edge.person().account());
  }

  void update(String sql) {
    edge.bean(Database.class).doInAccount(edge.person().account(), jdbc -> jdbc.sql(sql).update());
  }

  /** The records of the ledger, as text. */
  String actions() {
    WrittenLedger.await(edge.bean(Database.class));
    return edge.bean(Database.class)
        .inAccount(
            edge.person().account(),
            jdbc ->
                jdbc.sql("select string_agg(r::text, ' ') from audit_records r")
                    .query(String.class)
                    .single());
  }
}
