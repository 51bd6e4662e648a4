package ai.preloop.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.workflows.identity.Ids;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a request is answered that failed. */
class RefusalsTests {

  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final Exchange exchange =
      new Exchange(Ids.next(), new MockHttpServletRequest(), response);
  private final IllegalStateException failure = new IllegalStateException("broken");

  @Test
  void anAnswerThatHadBegunIsCutAndNotEndedAsIfItWereWhole() throws IOException {
    response.getOutputStream().write('x');
    response.flushBuffer();

    assertThatThrownBy(() -> Refusals.write(Dialect.OPENAI, exchange, failure))
        .isInstanceOf(IOException.class)
        .hasCause(failure);
    assertThat(response.getContentAsString()).isEqualTo("x");
  }

  @Test
  void nothingOfWhatWasToBeAnsweredIsLeft() throws IOException {
    response.setHeader("X-Odd", "x");
    response.setStatus(200);

    Refusals.write(Dialect.OPENAI, exchange, failure);

    assertThat(response.getStatus()).isEqualTo(500);
    assertThat(response.getHeader("X-Odd")).isNull();
    assertThat(response.getContentAsString()).doesNotContain("broken");
  }

  @Test
  void isNamedWhereTheOfficialClientsLook() throws IOException {
    String id = exchange.id().toString();

    Refusals.write(Dialect.ANTHROPIC, exchange, failure);
    assertThat(response.getHeader("request-id")).isEqualTo(id);
    assertThat(response.getContentAsString()).contains("\"request_id\":\"" + id + "\"");

    response.reset();
    Refusals.nowhere(Dialect.ANTHROPIC, exchange);
    assertThat(response.getContentAsString()).contains("\"request_id\":\"" + id + "\"");

    response.reset();
    Refusals.write(Dialect.OPENAI, exchange, failure);
    assertThat(response.getHeader("x-request-id")).isEqualTo(id);
  }
}
