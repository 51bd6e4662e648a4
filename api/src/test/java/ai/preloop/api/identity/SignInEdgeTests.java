package ai.preloop.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Database;
import ai.preloop.api.edge.Edge;
import com.jayway.jsonpath.JsonPath;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Sign-ins and what follows them, as clients send them. */
class SignInEdgeTests {

  private static final String PASSWORD = "correct horse battery";
  private static final String ME = "/api/v1/auth/users/me";

  private Edge edge;

  @BeforeEach
  void start() {
    edge = Edge.start();
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void givesNewTokensForARefreshToken() throws Exception {
    String first = signIn(PASSWORD, 200);

    String second = refresh(refreshToken(first), 200);

    assertThat(refreshToken(second)).isNotEqualTo(refreshToken(first));
    assertThat(edge.get(ME, accessToken(second)).exchange()).hasStatusOk();
    assertThat(JsonPath.<Integer>read(second, "$.expires_in")).isEqualTo(900);
  }

  @Test
  void endsEverySignInWhenARefreshTokenIsUsedTwice() throws Exception {
    String first = signIn(PASSWORD, 200);
    String second = refresh(refreshToken(first), 200);
    usedLongAgo();

    assertThat(refresh(refreshToken(first), 401)).contains("was used before");

    refresh(refreshToken(second), 401);
    assertThat(edge.get(ME, accessToken(second)).exchange()).hasStatus(401);
    signIn(PASSWORD, 200);
  }

  @Test
  void givesTwoThatRefreshAtTheSameTimeTokensOfTheirOwn() throws Exception {
    String first = signIn(PASSWORD, 200);

    String one = refresh(refreshToken(first), 200);
    String other = refresh(refreshToken(first), 200);

    assertThat(refreshToken(other)).isNotEqualTo(refreshToken(one));
    assertThat(edge.get(ME, accessToken(one)).exchange()).hasStatusOk();
    assertThat(edge.get(ME, accessToken(other)).exchange()).hasStatusOk();
    refresh(refreshToken(one), 200);
    refresh(refreshToken(other), 200);
  }

  @Test
  void refusesARefreshTokenThatIsOver() throws Exception {
    String first = signIn(PASSWORD, 200);
    edge.bean(Database.class)
        .doInAccount(
            edge.person().account(),
            jdbc -> jdbc.sql("update refresh_tokens set expires_at = now()").update());

    assertThat(refresh(refreshToken(first), 401)).contains("has expired");
    assertThat(edge.get(ME, accessToken(first)).exchange()).hasStatusOk();
  }

  @Test
  void refusesARefreshTokenThatIsNone() throws Exception {
    assertThat(refresh("prr_unknown", 401)).contains("not known here");
  }

  @Test
  void slowsGuessingDownAndSaysForHowLong() throws Exception {
    for (int guesses = 0; guesses < 10; guesses++) {
      signIn("wrong " + guesses, 401);
    }

    MvcTestResult refused = signingIn(PASSWORD);

    assertThat(refused).hasStatus(429).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(refused)
        .headers()
        .hasHeaderSatisfying(
            "Retry-After",
            seconds -> assertThat(seconds).singleElement().matches(s -> Integer.parseInt(s) > 0));
    assertThat(refused).bodyText().contains("Too many sign-ins failed");
  }

  @Test
  void keepsNobodyOutForWhatFailsAtAnotherAddress() throws Exception {
    for (int guesses = 0; guesses < 11; guesses++) {
      assertThat(signingIn("wrong " + guesses, "2001:db8::" + guesses))
          .hasStatus(guesses < 10 ? 401 : 429);
    }

    assertThat(signingIn(PASSWORD, "2001:db8:0:1::1")).hasStatus(200);
    assertThat(signingIn(PASSWORD, "192.0.2.1")).hasStatus(200);
    assertThat(signingIn(PASSWORD, "2001:db8::ffff")).hasStatus(429);
  }

  @Test
  void believesNoHeaderThatNamesAnotherAddress() throws Exception {
    for (int guesses = 0; guesses < 10; guesses++) {
      signIn("wrong " + guesses, 401);
    }

    assertThat(signing(PASSWORD).header("X-Forwarded-For", "192.0.2.1").exchange()).hasStatus(429);
  }

  @Test
  void saysThatTheDatabaseIsAway() {
    MockMvcRequestBuilder request = signing(PASSWORD);
    edge.bean("systemPool", HikariDataSource.class).close();

    MvcTestResult refused = request.exchange();

    assertThat(refused).hasStatus(503).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(refused).headers().hasValue("Retry-After", "5");
    assertThat(refused).bodyText().contains("unavailable").doesNotContain("Hikari");
  }

  private String signIn(String password, int status) throws Exception {
    MvcTestResult answer = signingIn(password);
    assertThat(answer).hasStatus(status);
    return answer.getResponse().getContentAsString();
  }

  private MvcTestResult signingIn(String password) {
    return signing(password).exchange();
  }

  private MvcTestResult signingIn(String password, String address) {
    return signing(password)
        .with(request -> {
          request.setRemoteAddr(address);
          return request;
        })
        .exchange();
  }

  private MockMvcRequestBuilder signing(String password) {
    return edge.post("/api/v1/auth/token/json", "")
        .contentType(MediaType.APPLICATION_JSON)
        .content("{\"username\":\"owner\",\"password\":\"%s\"}".formatted(password));
  }

  private String refresh(String token, int status) throws Exception {
    MvcTestResult answer =
        edge.post("/api/v1/auth/refresh", "")
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"refresh_token\":\"%s\"}".formatted(token))
            .exchange();
    assertThat(answer).hasStatus(status);
    return answer.getResponse().getContentAsString();
  }

  /** So long that nobody can have sent it at the same time. */
  private void usedLongAgo() {
    edge.bean(Database.class)
        .doInAccount(
            edge.person().account(),
            jdbc ->
                jdbc.sql("update refresh_tokens set used_at = used_at - interval '10 seconds'")
                    .update());
  }

  private static String refreshToken(String answer) {
    return JsonPath.read(answer, "$.refresh_token");
  }

  private static String accessToken(String answer) {
    return JsonPath.read(answer, "$.access_token");
  }
}
