package ai.preloop.api.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestThreadsTests {

  private static final int MANY = 16 * Runtime.getRuntime().availableProcessors();

  private final RequestThreads threads = new RequestThreads();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    threads.destroy();
  }

  @Test
  void aRequestIsOnAThreadOfTheSystem() throws Exception {
    assertThat(isVirtual()).isFalse();
  }

  @Test
  void theNextAfterTheFewIsOnAVirtualThreadAndWaitsForNone() throws Exception {
    List<CompletableFuture<Boolean>> held = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      held.add(hold());
    }
    for (CompletableFuture<Boolean> each : held) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isFalse();
    }

    assertThat(isVirtual()).isTrue();
  }

  private boolean isVirtual() throws Exception {
    CompletableFuture<Boolean> is = new CompletableFuture<>();
    threads.execute(() -> is.complete(Thread.currentThread().isVirtual()));
    return is.get(10, TimeUnit.SECONDS);
  }

  private CompletableFuture<Boolean> hold() {
    CompletableFuture<Boolean> is = new CompletableFuture<>();
    threads.execute(() -> {
      is.complete(Thread.currentThread().isVirtual());
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    return is;
  }
}
