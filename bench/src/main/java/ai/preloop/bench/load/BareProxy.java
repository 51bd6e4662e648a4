package ai.preloop.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** nginx in front of the fixture: what a proxy costs that only passes bytes on. */
final class BareProxy implements AutoCloseable {

  private static final List<String> PROGRAMS =
      List.of("/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx");

  private final Process process;
  private final int port;

  private BareProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Null where nginx is not installed. */
  static @Nullable BareProxy before(int upstream) throws IOException {
    Optional<Path> program =
        PROGRAMS.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    return program.isEmpty() ? null : start(program.get(), upstream);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static BareProxy start(Path program, int upstream) throws IOException {
    Path folder = Files.createTempDirectory("preloop-nginx");
    int port = Ports.free();
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, configuration(upstream, port));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("nginx.log").toString(),
                "-c",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.log").toFile())
            .start();
    Ports.await(port, Duration.ofSeconds(10));
    return new BareProxy(process, port);
  }

  private static String configuration(int upstream, int port) {
    return """
    daemon off;
    worker_processes auto;
    pid nginx.pid;
    error_log nginx.log;
    events {}
    http {
      access_log off;
      keepalive_requests 1000000000;
      upstream fixture {
        server 127.0.0.1:%d;
        keepalive 64;
        keepalive_requests 1000000000;
      }
      server {
        listen 127.0.0.1:%d;
        location / {
          proxy_pass http://fixture;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
        }
      }
    }
    """
        .formatted(upstream, port);
  }
}
