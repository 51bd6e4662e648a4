package ai.preloop.api.outages;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Comparator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What the product says to its operator while it is watched. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

  static LogLines watch() {
    LogLines lines = new LogLines();
    lines.start();
    root().addAppender(lines);
    return lines;
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  /** The most that one place said within one second. */
  long mostInASecond() {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                event -> event.getLoggerName() + event.getTimeStamp() / 1_000,
                Collectors.counting()))
        .values()
        .stream()
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  /** How often each place said each sentence. */
  Map<String, Long> counts() {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                event -> event.getLoggerName() + ": " + event.getMessage(), Collectors.counting()));
  }

  @Override
  public void close() {
    root().detachAppender(this);
    stop();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
