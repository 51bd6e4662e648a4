package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Servers that a document brings and that are signed in to by OAuth. */
class BroughtAuthorizationEdgeTests extends AgainstAuthorization {

  private static final String OAUTH = ", auth_type: oauth";

  @Test
  void waitUntilSomebodyAuthorisesThem() {
    assertThat(upload(shop("team", OAUTH), edge.owner())).hasStatusOk();
    String id = id();
    assertThat(server("shop").path("status").asString()).isEqualTo("error");
    assertThat(server("shop").path("last_error").asString()).contains("authorize");

    assertThat(comeBack(begin(id))).hasStatusOk();

    assertThat(scan(id)).hasStatusOk();
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
  }

  @Test
  void stayAuthorisedWhileTheyAreSignedInToInTheSameWay() {
    upload(shop("team", OAUTH), edge.owner());
    comeBack(begin(id()));

    assertThat(upload(shop("team", OAUTH + ", trusted: true"), edge.owner())).hasStatusOk();
    assertThat(json(standing(id())).path("status").asString()).isEqualTo("granted");

    String other = OAUTH + ", auth_config: { scope: read }";
    assertThat(upload(shop("team", other), edge.owner())).hasStatusOk();
    assertThat(json(standing(id())).path("status").asString()).isEqualTo("none");
  }

  @Test
  void areSignedInToAsTheDocumentSays() {
    String config = "{ client_id: client-1, client_secret: cl1ent-secret, scope: read }";

    MvcTestResult brought = upload(shop("team", OAUTH + ", auth_config: " + config), edge.owner());

    assertThat(brought).hasStatusOk();
    assertThat(brought).bodyText().contains("credential.literal").doesNotContain("cl1ent-secret");
    assertThat(begin(id()).getQuery()).contains("client_id=client-1&", "scope=read&");
    assertThat(comeBack(begin(id()))).hasStatusOk();
    assertThat(scan(id())).hasStatusOk();
    assertThat(granting.registrations()).isEmpty();
    assertThat(kept()).contains("mcp-servers/shop");
  }

  @Test
  void areSignedInToByPreloopItself() {
    String config =
        "{ client_id: client-1, client_secret: cl1ent-secret, grant: client_credentials }";
    upload(shop("team", OAUTH + ", auth_config: " + config), edge.owner());
    assertThat(granting.forms("client_credentials")).isEmpty();

    assertThat(json(authorize(id())).path("authorization_url").isNull()).isTrue();
    assertThat(scan(id())).hasStatusOk();
  }

  /** The token of before was bound to the server, which is no place for a client's secret. */
  @Test
  void areSignedInToWithWhatWasASecretOfAnotherKind() {
    String token = ", auth_type: bearer, auth_config: { token: cl1ent-secret }";
    upload(shop("team", token), edge.owner());
    String config = "{ client_id: client-1, client_secret: cl1ent-secret }";

    assertThat(upload(shop("team", OAUTH + ", auth_config: " + config), edge.owner()))
        .hasStatusOk();

    assertThat(comeBack(begin(id()))).hasStatusOk();
    assertThat(scan(id())).hasStatusOk();
  }

  private String id() {
    return server("shop").path("id").asString();
  }
}
