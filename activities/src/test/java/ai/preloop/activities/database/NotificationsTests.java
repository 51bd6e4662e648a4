package ai.preloop.activities.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.audit.AuditFixtures;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NotificationsTests {

  @Test
  void tellOfAnApprovalThatChanged() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    BlockingQueue<Boolean> looks = new LinkedBlockingQueue<>();
    try (DatabaseFixture fixture = DatabaseFixture.migrated()) {
      AccountId account = fixture.account("default");
      Notifications notifications =
          new Notifications(
              fixture.settings(), Map.of("preloop_approvals", heard::add), () -> looks.add(true));
      notifications.start();
      assertThat(looks.poll(20, TimeUnit.SECONDS)).as("it looks").isTrue();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            UUID approval = AuditFixtures.approval(fixture.database(), account, 1);
            return approval.toString().equals(heard.poll(1, TimeUnit.SECONDS));
          });
      notifications.stop();
    }
  }

  @Test
  void looksWhereNobodyMayListen() throws Exception {
    BlockingQueue<Boolean> looks = new LinkedBlockingQueue<>();
    try (DatabaseFixture fixture = DatabaseFixture.migrated()) {
      DatabaseSettings real = fixture.settings();
      Notifications deaf =
          new Notifications(
              new DatabaseSettings(real.jdbcUrl(), real.user(), "not the password", 4, 4),
              Map.of("preloop_approvals", payload -> {}),
              () -> looks.add(true));
      deaf.start();

      for (int i = 0; i < 3; i++) {
        assertThat(looks.poll(20, TimeUnit.SECONDS)).isTrue();
      }
      deaf.stop();
    }
  }
}
