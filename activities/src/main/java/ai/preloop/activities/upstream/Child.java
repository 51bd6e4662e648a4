package ai.preloop.activities.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs for one conversation: with an empty home and none of our environment but what
 * its operator lists, ended with all that it started.
 */
final class Child implements Program {

  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final long GRACE_SECONDS = 2;

  /** A group of its own is killed whole, and the kernel kills the program when we are gone. */
  private static final List<String> GROUPED = List.of("setsid", "setpriv", "--pdeathsig=KILL");

  private static final boolean CAN_GROUP = canGroup();

  /** The death signal follows the thread, so there is one and it lives as long as the product. */
  private static final ExecutorService SPAWNER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("preloop-stdio-spawner").factory());

  private final Process process;
  private final Path home;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Child(Process process, Path home) {
    this.process = process;
    this.home = home;
  }

  static Child start(LocalCommand command) throws IOException {
    Path home = Files.createTempDirectory("preloop-stdio-");
    ProcessBuilder builder = new ProcessBuilder(grouped(command.program()));
    builder.directory((command.folder() == null ? home : command.folder()).toFile());
    clean(builder.environment(), command.environment(), home);
    try {
      return new Child(SPAWNER.submit(builder::start).get(), home);
    } catch (ExecutionException e) {
      delete(home);
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Nobody waits for the program any more", e);
    }
  }

  private static void clean(Map<String, String> environment, List<String> kept, Path home) {
    Map<String, String> ours = Map.copyOf(environment);
    environment.clear();
    environment.put("PATH", ours.getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("HOME", home.toString());
    kept.stream()
        .filter(ours::containsKey)
        .forEach(name -> environment.put(name, ours.getOrDefault(name, "")));
  }

  private static List<String> grouped(List<String> program) {
    if (!CAN_GROUP) {
      return program;
    }
    List<String> whole = new ArrayList<>(GROUPED);
    whole.add("--");
    whole.addAll(program);
    return whole;
  }

  private static boolean canGroup() {
    List<String> trial = new ArrayList<>(GROUPED);
    trial.addAll(List.of("--", "true"));
    try {
      return new ProcessBuilder(trial)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public InputStream output() {
    return process.getInputStream();
  }

  @Override
  public InputStream errors() {
    return process.getErrorStream();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public CompletableFuture<?> onExit() {
    return process.onExit();
  }

  /** By MCP, Lifecycle, Shutdown. */
  @Override
  public void end() {
    if (ending.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("preloop-stdio-end").start(this::endAndClean);
    }
  }

  private void endAndClean() {
    try {
      process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
    ended.countDown();
  }

  @Override
  public void awaitEnd(Duration time) {
    try {
      if (!ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The process {} of a server did not end in {} s", process.pid(), time.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    List<ProcessHandle> started = process.descendants().toList();
    killGroup();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    delete(home);
  }

  private void killGroup() {
    if (CAN_GROUP) {
      try {
        new ProcessBuilder("sh", "-c", "kill -s KILL -- \"-$0\"", Long.toString(process.pid()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join();
      } catch (IOException e) {
        LOG.warn("The process group {} could not be killed", process.pid(), e);
      }
    }
  }

  private static void delete(Path home) {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("The folder {} of a server that ended could not be deleted", home);
    }
  }
}
