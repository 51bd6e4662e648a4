package ai.preloop.activities.servers;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.policies.problems.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks servers that are new for their tools, all at the same time, and waits for them a while. */
public final class FirstScans {

  private static final Logger LOG = LoggerFactory.getLogger(FirstScans.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** How many are asked at the same time. */
  private static final int MOST = 16;

  private final Semaphore doors = new Semaphore(MOST);
  private final Scanning scanning;

  FirstScans(Scanning scanning) {
    this.scanning = scanning;
  }

  /** How many tools a server has, and which of them are suspicious, or why that is not known. */
  public record Scanned(
      UUID id, String name, int tools, List<String> suspicious, @Nullable String error) {

    public Scanned {
      suspicious = List.copyOf(suspicious);
    }
  }

  /** In the order of the servers; who does not answer in time is heard all the same. */
  public List<Scanned> run(Principal principal, List<McpServer> servers) {
    List<Asked> all = servers.stream().map(server -> ask(principal, server)).toList();
    Deadline until = Deadline.in(PATIENCE);
    return all.stream().map(each -> answer(each, until)).toList();
  }

  private record Asked(McpServer server, FutureTask<Scanning.Found> scan) {}

  private Asked ask(Principal principal, McpServer server) {
    FutureTask<Scanning.Found> scan =
        new FutureTask<>(() -> {
          doors.acquire();
          try {
            return scanning.first(principal, server.id());
          } finally {
            doors.release();
          }
        });
    Thread.ofVirtual().name("first scan of " + server.name()).start(scan);
    return new Asked(server, scan);
  }

  private Scanned answer(Asked asked, Deadline until) {
    McpServer server = asked.server();
    try {
      Scanning.Found found = asked.scan().get(until.left().toNanos(), TimeUnit.NANOSECONDS);
      return new Scanned(
          server.id(), server.name(), found.scan().tools(), found.suspicious(), null);
    } catch (TimeoutException e) {
      return failed(server, "It has not answered yet, and is waited for.");
    } catch (ExecutionException e) {
      return failed(server, reason(server, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(server, "Nobody waited for its answer.");
    }
  }

  private static Scanned failed(McpServer server, String error) {
    return new Scanned(server.id(), server.name(), 0, List.of(), error);
  }

  private static String reason(McpServer server, ExecutionException failed) {
    if (failed.getCause() instanceof ProblemException problem) {
      return problem.detail();
    }
    LOG.warn("The first scan of {} failed", server.name(), failed);
    return "It could not be asked; the log says why.";
  }
}
