package ai.preloop.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** One request again and again over so many connections; each waits for its answer. */
public final class Load {

  /** More than one connection does in the longest run. */
  private static final int MOST = 500_000;

  /**
   * Failures are told in fewer bytes; to look through more takes the machine from the other side.
   */
  private static final int LARGE = 1 << 20;

  private static final int RUNS = 3;

  private Load() {}

  /** What came of it. */
  public record Outcome(Samples samples, double perSecond) {}

  public static Outcome run(Target target, int connections, Duration time) throws IOException {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    List<FutureTask<long[]>> tasks = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      FutureTask<long[]> task = new FutureTask<>(() -> repeat(target, end));
      tasks.add(task);
      Thread.ofPlatform().name("load-" + i).start(task);
    }
    List<long[]> times = new ArrayList<>();
    for (Future<long[]> task : tasks) {
      times.add(await(task));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] all = times.stream().flatMapToLong(Arrays::stream).toArray();
    return new Outcome(Samples.of(all), all.length / seconds);
  }

  /** The run in the middle of three, by what was done in a second. */
  static Outcome median(Target target, int connections, Duration time) throws IOException {
    List<Outcome> runs = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      runs.add(run(target, connections, time));
    }
    runs.sort(Comparator.comparingDouble(Outcome::perSecond));
    return runs.get(RUNS / 2);
  }

  private static long[] repeat(Target target, long end) throws IOException {
    long[] nanos = new long[MOST];
    int count = 0;
    try (Connection connection = new Connection(target.port())) {
      byte[] request = target.request(connection);
      for (long now = System.nanoTime(); now < end && count < nanos.length; ) {
        Connection.Reply reply = connection.send(request);
        long then = System.nanoTime();
        require(reply);
        nanos[count++] = then - now;
        now = System.nanoTime();
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  private static void require(Connection.Reply reply) {
    if (reply.status() != 200
        || (reply.body().length < LARGE && reply.text().contains("\"isError\":true"))) {
      throw new IllegalStateException("Unexpected: " + reply.status() + " " + reply.text());
    }
  }

  static <T> T await(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("A connection of the load failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The load was interrupted", e);
    }
  }

  /** Where a call goes, and its bytes once the connection has what it needs, such as a session. */
  public interface Target {

    int port();

    byte[] request(Connection connection) throws IOException;
  }
}
