package ai.preloop.api.threads;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;

/**
 * Answers each request on a thread of its own: on one of a few that the system runs, which wakes
 * without a poller and a carrier between, and on a virtual one when these are taken.
 */
final class RequestThreads implements Executor, DisposableBean {

  private static final int FOR_EACH_PROCESSOR = 16;
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final ThreadPoolExecutor few =
      new ThreadPoolExecutor(
          0,
          FOR_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors(),
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("request-", 0).daemon().factory(),
          (request, _) -> Thread.ofVirtual().name("request").start(request));

  @Override
  public void execute(Runnable request) {
    few.execute(request);
  }

  @Override
  public void destroy() {
    few.shutdown();
  }
}
