package ai.preloop.api.pages;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.edge.Edge;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageEdgeTests {

  private static final Pattern ASSET = Pattern.compile("\"(/assets/[^\"]+)\"");

  private Edge edge;

  @BeforeAll
  void start() {
    edge = Edge.start();
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/approval/0199f000-0000-7000-8000-000000000000?token=x, text/html, no-store",
    "/console/approval/0199f000-0000-7000-8000-000000000000, text/html, no-store",
    "/docs, text/html, no-cache",
    "/assets/approval.css, text/css, no-cache",
    "/assets/docs.js, text/javascript, no-cache"
  })
  void servesPagesAndTheirFilesToAnybody(String path, String type, String caching) {
    MvcTestResult answer = edge.get(path, "").exchange();

    assertThat(answer).hasStatusOk();
    assertThat(answer).hasHeader("Content-Type", type + ";charset=UTF-8");
    assertThat(answer).hasHeader("Cache-Control", caching);
    assertThat(answer).hasHeader("X-Content-Type-Options", "nosniff");
    assertThat(answer).hasHeader("Referrer-Policy", "no-referrer");
    assertThat(answer)
        .hasHeader(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs", "/approval/1", "/assets/approval.js", "/assets/docs.js"})
  void servesEveryFileThatAPageNames(String page) throws Exception {
    String text =
        edge.get(page, "")
            .header("Accept", "text/html")
            .exchange()
            .getResponse()
            .getContentAsString();
    assertThat(text).isNotBlank();
    ASSET
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .forEach(path -> assertThat(edge.get(path, "").exchange()).as(path).hasStatusOk());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/live",
        "/health/ready",
        "/api/v1/version",
        "/api/v1/features",
        "/openapi.json",
        "/docs",
        "/assets/docs.js",
        "/approval/0199f000-0000-7000-8000-000000000000"
      })
  void answersHeadAsGet(String path) throws Exception {
    MvcTestResult get = edge.get(path, "").exchange();
    MvcTestResult head = edge.request(HttpMethod.HEAD, path, "").exchange();

    assertThat(head).hasStatus(get.getResponse().getStatus());
    assertThat(head.getResponse().getStatus()).isNotEqualTo(401);
    assertThat(head)
        .hasHeader("Content-Type", Objects.requireNonNull(get.getResponse().getContentType()));
  }

  @Test
  void opensNoClosedPathToHead() {
    assertThat(edge.request(HttpMethod.HEAD, "/api/v1/mcp-servers", "").exchange()).hasStatus(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/approval.html", "/assets/application.yml", "/assets/none.js"})
  void servesNoOtherFile(String path) {
    assertThat(edge.get(path, "").exchange()).hasStatus(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/a/b.js", "/assets/", "/docs/x"})
  void opensNoOtherPath(String path) {
    assertThat(edge.get(path, "").exchange()).hasStatus(401);
  }

  @Test
  void theBareAddressAnswersPeopleAndTellsProgramsWhereToGoOn() {
    assertThat(edge.get("/", "").header("Accept", "text/html,*/*;q=0.8").exchange())
        .hasStatusOk()
        .hasHeader("Content-Type", "text/html;charset=UTF-8");

    MvcTestResult toAProgram = edge.get("/", "").header("Accept", "application/json").exchange();
    assertThat(toAProgram).hasStatus(404);
    assertThat(toAProgram).bodyJson().extractingPath("detail").asString().contains("/openapi.json");
  }

  @Test
  void sendsAnUnchangedFileOnce() {
    String tag =
        Objects.requireNonNull(
            edge.get("/assets/docs.js", "").exchange().getResponse().getHeader("ETag"));
    assertThat(edge.get("/assets/docs.js", "").header("If-None-Match", tag).exchange())
        .hasStatus(304);
  }
}
