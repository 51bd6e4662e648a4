package ai.preloop.api.crashes;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An upstream that counts the transfers with each mark, and can take its time for one. */
final class Bank implements AutoCloseable {

  private static final Pattern MARK = Pattern.compile("\"mark\"\\s*:\\s*\"([\\w-]+)\"");

  private final FixtureMcpServer server = FixtureMcpServer.start();
  private final Map<String, Integer> transfers = new ConcurrentHashMap<>();
  private volatile String slowMark = "";
  private volatile CountDownLatch answering = new CountDownLatch(0);

  Bank() {
    server.tool("transfer", "{}", this::transfer);
    server.tool("wire", "{}", this::transfer);
  }

  URI url() {
    return server.url();
  }

  int transfers(String mark) {
    return transfers.getOrDefault(mark, 0);
  }

  /** Does not answer the transfer with this mark before it is told to. */
  void hold(String mark) {
    answering = new CountDownLatch(1);
    slowMark = mark;
  }

  void goOn() {
    answering.countDown();
  }

  @Override
  public void close() {
    goOn();
    server.close();
  }

  private String transfer(String arguments) {
    Matcher mark = MARK.matcher(arguments);
    String found = mark.find() ? mark.group(1) : "none";
    transfers.merge(found, 1, Integer::sum);
    if (found.equals(slowMark)) {
      awaitQuietly(answering);
    }
    return FixtureMcpServer.text("transferred " + found);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
