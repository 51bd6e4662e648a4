package ai.preloop.activities.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.approvals.ApprovalRow.Content.Presence;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Answered;
import ai.preloop.activities.upstream.ResultRoom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Large results that are stored: who reads one, and which room they take meanwhile. */
class LargeResultTests {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final byte[] LARGE =
      "{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}"
          .formatted("x".repeat(200_000))
          .getBytes(UTF_8);

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final ApprovalReading reading = harness.bean(ApprovalReading.class);
  private final ResultRoom room = harness.bean(ResultRoom.class);

  @Test
  void anOutlineHasNeitherTheResultNorLargeArguments() {
    ApprovalRow row = succeeded("{\"note\":\"%s\"}".formatted("x".repeat(100_000)));

    ApprovalDetail outline = outline(row);

    assertThat(requireNonNull(outline.execution()).result()).isNull();
    assertThat(outline.isLeftOut()).isTrue();
    assertThat(outline.row().content().presence()).isEqualTo(Presence.LEFT_OUT);
    assertThat(outline.events()).isEqualTo(account.detail(row).events());
  }

  @Test
  void aResultIsReadWithRoomForItsCopiesOnly() {
    ApprovalRow row = succeeded(ApprovalsAccount.ARGUMENTS);

    passing(() -> {
      assertThat(result(row)).isEqualTo(LARGE);
      return assertThat(elsewhere(this::holdsHalf)).isFalse();
    });
    passing(() -> {
      assertThat(holdsHalf()).isTrue();
      assertThat(requireNonNull(told(row)).result()).isNull();
      assertThat(reading.withResult(outline(row)).isLeftOut()).isTrue();
      return true;
    });
    assertThat(passing(() -> result(row))).isEqualTo(LARGE);
  }

  @Test
  void theRoomOfAnApprovedCallIsKeptUntilItsResultIsStored() {
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch locked = new CountDownLatch(1);
    ApprovalRow row = account.openAndWaiting();
    harness.target.answering(
        account.id.value(),
        sent -> {
          assertThat(room.holds(ApprovalsHarness.ROOM, SOON)).isTrue();
          read.countDown();
          await(locked);
          return new Answered(LARGE, false, null);
        });
    approve(row);
    await(read);

    harness
        .database()
        .doInAccount(
            account.id,
            jdbc -> {
              harness.bean(ApprovalTable.class).lock(jdbc, row.ref());
              locked.countDown();
              Awaitility.await().until(() -> somebodyWaitsForALock(jdbc));
              assertThat(passing(this::holdsHalf)).isFalse();
            });

    account.untilOver(row);
    assertThat(account.execution(row).result()).isEqualTo(LARGE);
    Awaitility.await().until(() -> passing(this::holdsHalf));
  }

  private static boolean somebodyWaitsForALock(JdbcClient jdbc) {
    return jdbc.sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  private ApprovalRow succeeded(String arguments) {
    harness.target.answering(account.id.value(), sent -> new Answered(LARGE, false, null));
    ApprovalRow row = account.untilWaiting(account.open(account.asked(arguments)));
    approve(row);
    return account.untilOver(row);
  }

  private void approve(ApprovalRow row) {
    harness
        .bean(Decisions.class)
        .vote(account.ana, row.ref().approvalId(), ApprovalsAccount.APPROVE);
  }

  private static <T> T elsewhere(Supplier<T> work) {
    return CompletableFuture.supplyAsync(() -> passing(work), Thread::startVirtualThread).join();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T passing(Supplier<T> work) {
    return ResultRoom.<T, RuntimeException>whilePassingOn(work::get);
  }

  private boolean holdsHalf() {
    return room.holds(ApprovalsHarness.ROOM / 2, SOON);
  }

  private ApprovalDetail outline(ApprovalRow row) {
    return reading.outlineOf(account.id, row.ref().approvalId());
  }

  private Execution told(ApprovalRow row) {
    return requireNonNull(reading.withResult(outline(row)).execution());
  }

  private byte[] result(ApprovalRow row) {
    return requireNonNull(told(row).result());
  }
}
