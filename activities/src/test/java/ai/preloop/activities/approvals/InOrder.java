package ai.preloop.activities.approvals;

import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Has several come to one row in a known order, of which each finds it locked. */
final class InOrder implements AutoCloseable {

  private final Database database;
  private final ApprovalRow row;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private int waiting;

  private InOrder(ApprovalRow row, Database database) {
    this.row = row;
    this.database = database;
  }

  static InOrder atTheRowOf(ApprovalRow row, Database database) throws InterruptedException {
    InOrder order = new InOrder(row, database);
    var _ = order.threads.submit(order::hold);
    order.held.await();
    return order;
  }

  /** Returns once this one waits behind those before. */
  <T> Future<T> next(Callable<T> work) {
    Future<T> result = threads.submit(work);
    waiting++;
    await().atMost(Duration.ofSeconds(20)).until(() -> locked() == waiting);
    return result;
  }

  Future<?> next(Runnable work) {
    return next(Executors.callable(work));
  }

  void go() {
    go.countDown();
  }

  private void hold() {
    database.doInAccount(
        row.account(),
        jdbc -> {
          jdbc.sql("select id from approval_requests where id = ? for update")
              .param(row.ref().approvalId())
              .query(String.class)
              .single();
          held.countDown();
          await().atMost(Duration.ofMinutes(1)).until(() -> go.getCount() == 0);
        });
  }

  private int locked() {
    return database.asSystem(jdbc ->
        jdbc.sql("select count(*) from pg_locks where not granted").query(Integer.class).single());
  }

  @Override
  public void close() {
    go();
    threads.close();
  }
}
