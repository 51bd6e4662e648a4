package ai.preloop.activities.database;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.AuditFixtures;
import ai.preloop.workflows.identity.AccountId;
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
      assertThat(looks.poll(20, TimeUnit.SECONDS)).as("it listens").isTrue();

      UUID approval = AuditFixtures.approval(fixture.database(), account, 1);

      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(approval.toString());
      notifications.stop();
    }
  }
}
