package ai.preloop.bench.soak;

import ai.preloop.bench.load.Pause;
import ai.preloop.bench.load.Product;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at the product once a minute while it is under load. */
record Watch(Product product, Tally tally, Records records) {

  List<Minute> over(double minutes) throws IOException, SQLException {
    System.out.println(Minute.HEADINGS);
    tally.takeLatencies();
    List<Minute> seen = new ArrayList<>();
    for (int number = 1; number <= minutes; number++) {
      long start = System.nanoTime();
      Pause.of(Duration.ofMinutes(1));
      Latencies calls = tally.takeLatencies();
      double seconds = (System.nanoTime() - start) / 1e9;
      Minute minute =
          new Minute(number, load(calls, seconds), Vitals.of(product), Minute.Database.of(records));
      System.out.println(minute);
      seen.add(minute);
    }
    return List.copyOf(seen);
  }

  private Minute.Load load(Latencies calls, double seconds) {
    return new Minute.Load(
        calls.count() / seconds, calls.percentile(0.5), calls.percentile(0.99), tally.errors());
  }
}
