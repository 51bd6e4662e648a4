package ai.preloop.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

/** How answers are written. */
class ResponseSideTests {

  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final ResponseSide side = new ResponseSide(response);

  @Test
  void aWholeAnswerSaysItsLength() throws IOException {
    side.whole("{\"a\":1}".getBytes(StandardCharsets.UTF_8));

    assertThat(response.getContentLength()).isEqualTo(7);
    assertThat(response.getContentAsString()).isEqualTo("{\"a\":1}");
  }

  @Test
  void anAnswerThatHasBegunAsAStreamSaysNone() throws IOException {
    side.write(new byte[] {':', '\n'}, 0, 2);
    side.flush();
    side.whole(new byte[] {'x'});

    assertThat(response.getContentLength()).isZero();
    assertThat(response.getContentAsString()).isEqualTo(":\nx");
  }
}
