package ai.preloop.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** What is asked by which method. */
class RouteTests {

  private static Route route(Ingress ingress, String method, String path) {
    return ingress.route(new MockHttpServletRequest(method, path), path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void anAliasWithAColonMayBeRead(String method) {
    assertThat(route(new GeminiIngress(), method, "/models/gemma:7b"))
        .isEqualTo(new Route.Model("gemma:7b"));
  }

  @Test
  void aVerbThatIsNoneIsNowhere() {
    assertThat(route(new GeminiIngress(), "POST", "/models/gemma:embed"))
        .isEqualTo(new Route.Nowhere());
  }

  @Test
  void anotherMethodHearsOfAllThatThereAre() {
    assertThat(route(new OpenAiIngress(), "DELETE", "/models"))
        .isEqualTo(new Route.OtherMethod("GET, HEAD"));
    assertThat(route(new OpenAiIngress(), "HEAD", "/chat/completions"))
        .isEqualTo(new Route.OtherMethod("POST"));
  }
}
