package ai.preloop.activities.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevisionsTests {

  private final AtomicLong nanos = new AtomicLong();
  private final Set<AccountId> broken = new HashSet<>();
  private final List<AccountId> reloaded = new ArrayList<>();
  private DatabaseFixture fixture;
  private AccountId one;
  private AccountId other;
  private Revisions revisions;

  @BeforeEach
  void start() {
    fixture = DatabaseFixture.migrated();
    one = fixture.account("one");
    other = fixture.account("other");
    revisions = revisions(List.of(this::failing, reloaded::add));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void refusesAnUnreadableAccountAlone() {
    broken.add(one);

    revisions.refresh();

    assertThat(refusal(() -> revisions.requireConfirmed(one)))
        .hasMessageContaining("What is stored for this account cannot be read");
    revisions.requireConfirmed(other);
    assertThat(revisions.isConfirmed()).isTrue();
    assertThat(revisions.unreadableAccounts()).isOne();
    assertThat(reloaded).as("the other snapshots").containsExactlyInAnyOrder(one, other);
  }

  @Test
  void goesOnWithAnAccountThatWasMended() {
    broken.add(one);
    revisions.refresh();
    broken.clear();

    revisions.refresh();

    revisions.requireConfirmed(one);
    assertThat(revisions.unreadableAccounts()).isZero();
  }

  @Test
  void refusesAnAccountThatBecameUnreadable() {
    revisions.refresh();
    broken.add(one);
    change(one);

    revisions.refresh();

    refusal(() -> revisions.requireConfirmed(one));
    revisions.requireConfirmed(other);
  }

  @Test
  void readsOnlyWhatChanged() {
    revisions.refresh();
    reloaded.clear();
    change(other);

    revisions.refresh();

    assertThat(reloaded).containsExactly(other);
  }

  @Test
  void blamesNoAccountForALostDatabase() {
    Revisions losing = losingTheDatabase();

    assertThatThrownBy(losing::refresh).isNotNull();

    assertThat(losing.isConfirmed()).isFalse();
    assertThat(losing.unreadableAccounts()).isZero();
    refusal(() -> losing.requireConfirmed(one));
    refusal(() -> losing.requireConfirmed(other));
  }

  @Test
  void aChangeThatIsCommittedStandsWhenItCannotBeReadAgain() {
    Revisions losing = losingTheDatabase();

    losing.refreshAfterCommit();

    assertThat(losing.isConfirmed()).isFalse();
    refusal(() -> losing.requireConfirmed(one));
  }

  private Revisions losingTheDatabase() {
    return revisions(
        List.of(account -> {
          ((HikariDataSource) fixture.pool("systemPool")).close();
          throw new IllegalStateException("the connection is gone");
        }));
  }

  @Test
  void confirmsForFiveSeconds() {
    revisions.refresh();
    nanos.addAndGet(Revisions.LIMIT.toNanos());
    revisions.requireConfirmed(one);

    nanos.incrementAndGet();

    assertThat(refusal(revisions::requireConfirmed))
        .hasMessageContaining("The database has not answered");
  }

  @Test
  void looksForAStrangerAtOnce() {
    revisions.refresh();
    reloaded.clear();
    change(other);
    nanos.incrementAndGet();

    revisions.refreshForStranger();

    assertThat(reloaded).containsExactly(other);
  }

  @Test
  void letsStrangersWhoAskAtTheSameTimeShareALook() {
    revisions.refresh();
    reloaded.clear();
    change(other);

    revisions.refreshForStranger();

    assertThat(reloaded).as("the last look began when this one was asked for").isEmpty();
  }

  @Test
  void doesNothingWithinATransaction() {
    fixture.database().doInAccount(one, jdbc -> revisions.refresh());
    assertThat(revisions.isConfirmed()).isFalse();
    fixture.database().doAsSystem(jdbc -> revisions.refresh());
    assertThat(revisions.isConfirmed()).isFalse();

    revisions.refresh();

    assertThat(revisions.isConfirmed()).isTrue();
  }

  private void failing(AccountId account) {
    if (broken.contains(account)) {
      throw new IllegalArgumentException("a row that does not parse");
    }
  }

  private void change(AccountId account) {
    fixture
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("update accounts set frozen = not frozen where id = ?")
                    .param(account.value())
                    .update());
  }

  private Revisions revisions(List<AccountSnapshot> snapshots) {
    return new Revisions(fixture.database(), snapshots, nanos::get);
  }

  private static ProblemException refusal(ThrowingCallable call) {
    ProblemException refusal =
        assertThatThrownBy(call).asInstanceOf(type(ProblemException.class)).actual();
    assertThat(refusal.type()).isEqualTo(ProblemType.UNAVAILABLE);
    return refusal;
  }
}
