package ai.preloop.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/** Streams of a model, read as they come: when each began, and what became of its chunks. */
final class ModelStreams {

  private static final String STAMP = "\"content\":\"t";

  /** Not all in the same moment, which no one does who has a thousand of them open. */
  private static final Duration APART = Duration.ofMillis(2);

  private ModelStreams() {}

  /** To the first chunk of each stream, and of each chunk from where it left to here. */
  record Seen(Samples first, Samples delays) {

    int chunks() {
      return delays.count();
    }
  }

  /** So many connections at once, each with so many streams one after the other. */
  static Seen run(Load.Target target, int connections, int each) throws IOException {
    List<FutureTask<List<Reading>>> tasks = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      FutureTask<List<Reading>> task = new FutureTask<>(() -> repeat(target, each));
      tasks.add(task);
      Thread.startVirtualThread(task);
      Pause.of(APART);
    }
    List<Reading> all = new ArrayList<>();
    for (FutureTask<List<Reading>> task : tasks) {
      all.addAll(Load.await(task));
    }
    return new Seen(
        Samples.of(all.stream().mapToLong(reading -> reading.first).toArray()),
        Samples.of(
            all.stream()
                .flatMapToLong(reading -> reading.delays.stream().mapToLong(Long::longValue))
                .toArray()));
  }

  private static List<Reading> repeat(Load.Target target, int times) throws IOException {
    List<Reading> readings = new ArrayList<>();
    try (Connection connection = new Connection(target.port())) {
      byte[] request = target.request(connection);
      for (int i = 0; i < times; i++) {
        Reading reading = new Reading();
        connection.stream(request, reading::line);
        readings.add(reading);
      }
    }
    return readings;
  }

  /** One stream. */
  private static final class Reading {

    private final long begun = System.nanoTime();
    private final List<Long> delays = new ArrayList<>();
    private long first;

    private void line(String line) {
      int stamp = line.indexOf(STAMP);
      if (stamp < 0) {
        return;
      }
      long now = System.nanoTime();
      int from = stamp + STAMP.length();
      delays.add(now - Long.parseLong(line.substring(from, line.indexOf('"', from))));
      if (first == 0) {
        first = now - begun;
      }
    }
  }
}
