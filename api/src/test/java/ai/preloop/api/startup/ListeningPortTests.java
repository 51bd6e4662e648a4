package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListeningPortTests {

  @Test
  void aPortThatSomebodyHasIsSaidSo() throws IOException {
    int port;
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = other.getLocalPort();
      assertThatThrownBy(() -> new ListeningPort("127.0.0.1", port).requireFree())
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("Port " + port + " is in use");
    }

    assertThatCode(() -> new ListeningPort("127.0.0.1", port).requireFree())
        .doesNotThrowAnyException();
  }
}
