package ai.preloop.activities.servers;

import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.ScanTimes.Due;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks after servers while nobody calls them: keeps in their rows what calls found out, tries
 * those that are spared, and asks all of them for their tools from time to time, on one node each
 * time, and at once when they say that these are others now.
 */
public final class ServerWatch implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private final ServerHealth health;
  private final HealthRows rows;
  private final ScanTimes times;
  private final Scanning scanning;
  private final Probing probing;
  private final MeterRegistry meters;
  private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
  private final Set<UUID> announced = ConcurrentHashMap.newKeySet();
  private final Cache<UUID, Boolean> nudged;
  private final NamedLoop loop = new NamedLoop("preloop-server-watch", EVERY, this::round);

  ServerWatch(
      ServerHealth health,
      HealthRows rows,
      ScanTimes times,
      Scanning scanning,
      Probing probing,
      MeterRegistry meters) {
    this.health = health;
    this.rows = rows;
    this.times = times;
    this.scanning = scanning;
    this.probing = probing;
    this.meters = meters;
    this.nudged = Caffeine.newBuilder().expireAfterWrite(times.debounce()).build();
  }

  /** Where servers are, and how they are reached. */
  record Probing(Catalogs catalogs, UpstreamClient client) {

    private void open(Server server) {
      var opened = client.open(server.address());
      client.end(server.address(), opened.session());
    }
  }

  /** A server that works was called, or one that did is called in vain. */
  void changed(UUID server) {
    changed.add(server);
  }

  /**
   * A server says that its tools are others now, as often as it likes; the first is heard at once.
   */
  void announced(UUID server) {
    announced.add(server);
    if (nudged.asMap().putIfAbsent(server, true) == null) {
      loop.nudge();
    }
  }

  /** One look. */
  void round() {
    times.enter();
    each(changed, this::write);
    each(announced, times::hasten);
    health.spared().forEach(this::probe);
    times.take().forEach(due -> start("scan", due.server(), () -> scan(due)));
  }

  /** What fails is not forgotten: the next look comes to it again. */
  private static void each(Set<UUID> servers, Consumer<UUID> work) {
    for (UUID server : Set.copyOf(servers)) {
      servers.remove(server);
      try {
        work.accept(server);
      } catch (RuntimeException e) {
        servers.add(server);
        throw e;
      }
    }
  }

  private void write(UUID server) {
    rows.account(server)
        .ifPresent(account -> {
          var trouble = health.of(server);
          rows.write(account, server, trouble);
          if (trouble.isPresent()) {
            times.doubt(server);
          }
        });
  }

  private void probe(UUID server) {
    rows.account(server)
        .flatMap(account -> probing.catalogs().of(account).server(server))
        .flatMap(known -> known.reached().findFirst())
        .filter(known -> known.problem() == null)
        .ifPresentOrElse(
            known -> start("probe", server, () -> health.probe(server, () -> probing.open(known))),
            () -> health.forget(server));
  }

  private static void start(String what, UUID server, Runnable work) {
    Thread.ofVirtual().name(what + " of " + server).start(work);
  }

  private void scan(Due due) {
    String outcome = "failed";
    try {
      scanning.again(due.account(), due.server());
      health.reached(due.server());
      times.worked(due.server());
      outcome = "done";
    } catch (ProblemException e) {
      failed(due, e);
    } catch (RuntimeException e) {
      LOG.warn("The server {} could not be scanned", due.server(), e);
    } finally {
      meters.counter("preloop.upstream.scans", "outcome", outcome).increment();
    }
  }

  /** Its row says why, and is not written again for as long as that stays the same. */
  private void failed(Due due, ProblemException problem) {
    LOG.debug("The server {} could not be scanned: {}", due.server(), problem.detail());
    if (problem.type() != ProblemType.NOT_FOUND) {
      times.failed(due.server());
    }
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }
}
