package ai.preloop.bench.soak;

import java.sql.SQLException;
import java.util.Locale;

/** What was seen in a minute: of the calls, of the process, and of the database at its end. */
record Minute(int number, Load load, Vitals vitals, Database database) {

  static final String HEADINGS =
      "minute   calls/s  p50 ms  p99 ms  wrong  RSS MiB  heap MiB  threads  files  sockets  children"
          + "  db conn  db MiB   open";

  /** Allowed calls, and all that was wrong until then. */
  record Load(double perSecond, double p50, double p99, long wrong) {}

  record Database(long connections, long mebibytes, long open) {

    static Database of(Records records) throws SQLException {
      return new Database(records.connections(), records.mebibytes(), records.open());
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%6d %9.0f %7.2f %7.2f %6d %8.0f %9.1f %8.0f %6.0f %8.0f %9.0f %8d %7d %6d",
        number,
        load.perSecond,
        load.p50,
        load.p99,
        load.wrong,
        vitals.rss(),
        vitals.heap(),
        vitals.threads(),
        vitals.files(),
        vitals.sockets(),
        vitals.children(),
        database.connections,
        database.mebibytes,
        database.open);
  }
}
