package ai.preloop.api.startup;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.springframework.core.env.Environment;

/** The port that the product will listen on, looked at before anything is started for it. */
record ListeningPort(String host, int port) {

  static ListeningPort of(Environment environment) {
    return new ListeningPort(
        environment.getProperty("server.address", "127.0.0.1"),
        environment.getProperty("server.port", Integer.class, 0));
  }

  void requireFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new ProblemException(ProblemType.UNAVAILABLE, taken(port)).causedBy(e);
    }
  }

  static String taken(int port) {
    return "Port %d is in use. Stop what listens there, or set PORT to another one."
        .formatted(port);
  }
}
