package ai.preloop.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;

/** The room that bodies take. */
@Timeout(60)
class RequestBodiesTests {

  private final RequestBodies bodies = new RequestBodies(Duration.ofMillis(20));

  @Test
  void aBodyThatTricklesIsNotWaitedForAndGivesItsRoomBack() throws IOException {
    for (int i = 0; i < 40; i++) {
      assertThatThrownBy(() -> bodies.read(new Trickling()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("did not come in time");
    }
    assertThat(bodies.read(unannounced(9)).bytes()).hasSize(9);
  }

  @Test
  void aBodyOfUnknownLengthKeepsRoomForWhatItHas() throws IOException {
    List<RequestBodies.Body> open = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      open.add(bodies.read(unannounced(9)));
    }
    assertThat(open).allSatisfy(body -> assertThat(body.bytes()).hasSize(9));
  }

  private static MockHttpServletRequest unannounced(int size) {
    MockHttpServletRequest request =
        new MockHttpServletRequest() {
          @Override
          public long getContentLengthLong() {
            return -1;
          }
        };
    request.setContentType("application/json");
    request.setContent(new byte[size]);
    return request;
  }

  /** A byte at a time, for ever. */
  private static final class Trickling extends MockHttpServletRequest {

    Trickling() {
      setContentType("application/json");
    }

    @Override
    public long getContentLengthLong() {
      return RequestBodies.LARGEST;
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          return ' ';
        }

        @Override
        public int read(byte[] into, int from, int most) {
          into[from] = ' ';
          return 1;
        }

        @Override
        public boolean isFinished() {
          return false;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }
}
