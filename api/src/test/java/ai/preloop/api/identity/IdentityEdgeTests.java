package ai.preloop.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.SignIns;
import ai.preloop.api.security.HostRules;
import ai.preloop.api.security.SecurityConfiguration;
import ai.preloop.api.security.WebConfiguration;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** The security chain and the controllers of sign-in and keys, over a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityEdgeTests {

  private static final String PASSWORD = "correct horse battery";
  private static final String KEYS = "/api/v1/auth/api-keys";

  private AnnotationConfigApplicationContext below;
  private AnnotationConfigWebApplicationContext web;
  private MockMvcTester http;
  private String ownersToken;

  @BeforeAll
  void start() {
    below = IdentityFixtures.context(more -> {});
    below.getBean(FirstStart.class).run(Optional.of(PASSWORD), shown -> {});
    web = new AnnotationConfigWebApplicationContext();
    web.setParent(below);
    web.setServletContext(new MockServletContext());
    web.register(
        SecurityConfiguration.class,
        WebConfiguration.class,
        Rules.class,
        SignInController.class,
        UserController.class,
        ApiKeyController.class,
        JacksonAutoConfiguration.class,
        ValidationAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class);
    web.scan("ai.preloop.api.problems");
    web.refresh();
    http =
        MockMvcTester.from(
            web,
            builder ->
                builder
                    .apply(SecurityMockMvcConfigurers.springSecurity())
                    .defaultRequest(MockMvcRequestBuilders.get("/").header("Host", "localhost"))
                    .build());
    ownersToken =
        below.getBean(SignIns.class).signIn("owner", PASSWORD, Set.of(), "here").accessToken();
  }

  /** No loop confirms what the node knows here, so each test does. */
  @BeforeEach
  void confirm() {
    below.getBean(Revisions.class).refresh();
  }

  @AfterAll
  void stop() {
    web.close();
    below.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/v1/auth/users/me",
    "GET,/api/v1/auth/api-keys",
    "POST,/api/v1/auth/api-keys",
    "DELETE,/api/v1/auth/api-keys/0199f000-0000-7000-8000-000000000000",
    "GET,/api/v1/anything/else",
    "PUT,/api/v1/auth/users/me/password",
    "GET,/api/v1/auth/token"
  })
  void isClosedWithoutACredential(String method, String path) {
    MvcTestResult answer = http.method(HttpMethod.valueOf(method)).uri(path).exchange();

    assertThat(answer).hasStatus(401).hasHeader("WWW-Authenticate", "Bearer");
    assertThat(answer).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer)
        .bodyJson()
        .extractingPath("type")
        .isEqualTo("https://preloop.ai/problems/unauthenticated");
    assertThat(answer).cookies().isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {"name": "x"}                                        | scopes is missing
          {"name": "x", "scopes": "a"}                         | : scopes has a wrong form (line 1
          {"name": "x", "scopes": [], "expires_at": "someday"} | : expires_at is not a time
          ""                                                   | A body is needed here
          """)
  void saysWhichMemberIsWrongAndHow(String body, String sentence) {
    assertThat(
            http.post()
                .uri("/api/v1/auth/api-keys")
                .header("Authorization", "Bearer " + ownersToken)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange())
        .bodyJson()
        .extractingPath("detail")
        .asString()
        .contains(sentence);
  }

  @Test
  void saysWhatAnIdLooksLike() {
    assertThat(
            http.get()
                .uri("/api/v1/auth/api-keys/x")
                .header("Authorization", "Bearer " + ownersToken)
                .exchange())
        .bodyJson()
        .extractingPath("detail")
        .isEqualTo("id is not an id: ids are UUIDs.");
  }

  @Test
  void signsInByForm() {
    MvcTestResult answer =
        http.post()
            .uri("/api/v1/auth/token")
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .param("username", "owner")
            .param("password", PASSWORD)
            .param("scope", "account:read")
            .exchange();

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyJson().extractingPath("token_type").isEqualTo("bearer");
    assertThat(answer).bodyJson().extractingPath("expires_in").isEqualTo(900);
    assertThat(answer).bodyJson().extractingPath("scope").isEqualTo("account:read");
  }

  @Test
  void readsNoPasswordFromTheAddress() {
    assertThat(
            http.post()
                .uri("/api/v1/auth/token?username=owner&password=" + PASSWORD.replace(' ', '+'))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .exchange())
        .hasStatus(400);
  }

  @Test
  void saysWhoSignedIn() {
    MvcTestResult answer = get("/api/v1/auth/users/me", ownersToken);

    assertThat(answer).hasStatusOk();
    assertThat(answer).bodyJson().extractingPath("username").isEqualTo("owner");
  }

  @Test
  void showsANewKeyOnce() {
    MvcTestResult made = post(KEYS, ownersToken, "{\"name\":\"once\",\"scopes\":[\"mcp:call\"]}");

    assertThat(made).hasStatus(201);
    assertThat(made).bodyJson().extractingPath("key").asString().startsWith("prl_");
    MvcTestResult listed = get(KEYS, ownersToken);
    assertThat(listed).bodyText().contains("once").doesNotContain("prl_");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"scopes\":[\"mcp:call\",\"approvals:decide\"]} | 422",
        "{\"name\":\"a\",\"scopes\":[\"gateway:invoke\",\"policy:write:x\"]} | 422",
        "{\"name\":\"a\",\"scopes\":[\"root\"]} | 422",
        "{\"scopes\":[\"mcp:call\"]} | 422",
        "{\"name\":\"a\",\"scopes\":[\"mcp:call\"],\"more\":1} | 400",
        "{\"name\":\"a\",\"name\":\"b\",\"scopes\":[\"mcp:call\"]} | 400",
        "{\"name\": | 400",
        "[] | 400"
      })
  void refusesAKeyThatIsNotOne(String body, int status) {
    MvcTestResult answer = post(KEYS, ownersToken, body);

    assertThat(answer).hasStatus(status);
    assertThat(answer).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer).bodyText().doesNotContain("Exception").doesNotContain("ai.preloop");
  }

  @Test
  void refusesAnotherContentTypeMethodAndAddress() {
    assertThat(
            http.post()
                .uri(KEYS)
                .header("Authorization", "Bearer " + ownersToken)
                .contentType(MediaType.TEXT_PLAIN)
                .content("x")
                .exchange())
        .hasStatus(415);
    assertThat(http.put().uri(KEYS).header("Authorization", "Bearer " + ownersToken).exchange())
        .hasStatus(405);
    assertThat(get("/api/v1/nothing", ownersToken)).hasStatus(404);
    assertThat(get(KEYS + "/not-an-id", ownersToken)).hasStatus(400);
  }

  @Test
  void refusesABodyBeyondTheLimit() {
    byte[] large = " ".repeat(4 * 1024 * 1024 + 1).getBytes(StandardCharsets.US_ASCII);

    assertThat(post(KEYS, ownersToken, new String(large, StandardCharsets.US_ASCII)))
        .hasStatus(413);
  }

  @Test
  void refusesAnotherHostAndAnotherOrigin() {
    assertThat(http.get().uri(KEYS).header("Host", "evil.test").exchange()).hasStatus(421);
    assertThat(http.get().uri(KEYS).header("Origin", "https://evil.test").exchange())
        .hasStatus(403);
  }

  private MvcTestResult get(String path, String token) {
    return http.get().uri(path).header("Authorization", "Bearer " + token).exchange();
  }

  private MvcTestResult post(String path, String token, String body) {
    return http.post()
        .uri(path)
        .header("Authorization", "Bearer " + token)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  /** What the starting product knows about its own address. */
  static class Rules {

    @Bean
    HostRules hostRules() {
      return new HostRules(URI.create("http://localhost:8000"), "127.0.0.1");
    }
  }
}
