package ai.preloop.activities.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.database.Leadership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class ThisNodeTests {

  private final AtomicLong nanos = new AtomicLong(7);
  private final Nodes nodes = new Nodes(NodeSettings.DEFAULT);
  private DatabaseFixture fixture;
  private ThisNode node;

  @BeforeEach
  void migrate() {
    fixture = DatabaseFixture.migrated();
    node = another();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ThisNode another() {
    return new ThisNode(fixture.database(), nodes, NodeSettings.DEFAULT, nanos::get);
  }

  @Test
  void isConfirmedFromItsFirstWordOn() {
    assertThat(node.isConfirmed()).isFalse();

    node.beat();

    assertThat(node.confirmed()).hasValue(node.id());
    assertThat(known()).containsExactly(node.id());
  }

  @Test
  void isConfirmedFor15SecondsFromWhenItBeganToWrite() {
    node.beat();
    nanos.addAndGet(Duration.ofSeconds(15).toNanos() - 1);
    assertThat(node.isConfirmed()).isTrue();

    nanos.incrementAndGet();

    assertThat(node.isConfirmed()).isFalse();
    assertThat(node.confirmed()).isEmpty();
    node.beat();
    assertThat(node.isConfirmed()).isTrue();
  }

  @Test
  void isNotConfirmedByAWordThatWasNotWritten() {
    fixture.owner().sql("revoke insert on nodes from preloop_system").update();

    assertThatThrownBy(node::beat).isInstanceOf(DataAccessException.class);

    assertThat(node.isConfirmed()).isFalse();
  }

  @Test
  void keepsItsIdWhileItIsHeardOf() {
    node.beat();
    UUID id = node.id();
    silent(id, 59);

    node.beat();

    assertThat(node.id()).isEqualTo(id);
    assertThat(lost()).isEmpty();
  }

  @Test
  void isLostAfterAMinuteOfSilenceAndGoesOnUnderAnotherId() {
    node.beat();
    UUID id = node.id();
    silent(id, 61);
    assertThat(lost()).containsExactly(id);

    node.beat();

    assertThat(node.id()).isNotEqualTo(id);
    assertThat(node.isConfirmed()).isTrue();
    assertThat(lost()).containsExactly(id);
  }

  @Test
  void doesNotComeBackUnderAnIdThatIsOverdue() {
    node.beat();
    UUID id = node.id();
    silent(id, 61);

    node.beat();

    assertThat(node.id()).isNotEqualTo(id);
    assertThat(lost()).containsExactly(id);
  }

  @Test
  void goesOnUnderAnotherIdWhenItsRowIsGone() {
    node.beat();
    UUID id = node.id();
    fixture.database().doAsSystem(jdbc -> nodes.remove(jdbc, id));

    node.beat();

    assertThat(known()).containsExactly(node.id()).doesNotContain(id);
  }

  @Test
  void anOrderlyEndLeavesNothing() {
    node.start();
    node.stop();

    assertThat(known()).isEmpty();
    assertThat(node.isConfirmed()).isFalse();
  }

  @Test
  void whatIsLostIsCleanedUpAfterByAllBeforeItsRowGoes() {
    ThisNode other = another();
    node.beat();
    other.beat();
    silent(other.id(), 61);
    List<UUID> cleaned = new ArrayList<>();
    List<Boolean> wasThere = new ArrayList<>();
    LostNode cleaner =
        cleaner(
            List.of(),
            lost -> {
              cleaned.add(lost);
              wasThere.add(known().contains(lost));
            });

    cleanUp(List.of(cleaner, cleaner));

    assertThat(cleaned).containsExactly(other.id(), other.id());
    assertThat(wasThere).containsExactly(true, true);
    assertThat(known()).containsExactly(node.id());
  }

  @Test
  void whatCannotBeCleanedUpAfterIsKept() {
    node.beat();
    silent(node.id(), 61);
    LostNode cleaner =
        cleaner(
            List.of(),
            lost -> {
              throw new IllegalStateException("not now");
            });

    assertThatThrownBy(() -> cleanUp(List.of(cleaner))).hasMessage("not now");

    assertThat(known()).containsExactly(node.id());
  }

  @Test
  void aNodeThatRowsNameAndNobodyKnowsIsLost() {
    node.beat();
    UUID unknown = UUID.randomUUID();
    List<UUID> cleaned = new ArrayList<>();

    cleanUp(List.of(cleaner(List.of(node.id(), unknown), cleaned::add)));

    assertThat(cleaned).containsExactly(unknown);
  }

  private static LostNode cleaner(List<UUID> named, Consumer<UUID> settle) {
    return new LostNode() {
      @Override
      public List<UUID> named(JdbcClient jdbc) {
        return named;
      }

      @Override
      public void settle(UUID node) {
        settle.accept(node);
      }
    };
  }

  private void cleanUp(List<LostNode> cleaners) {
    Leadership leadership = new Leadership(fixture.settings(), LostNodes.LOCK);
    try (leadership) {
      new LostNodes(fixture.database(), nodes, NodeSettings.DEFAULT, leadership, cleaners).round();
    }
  }

  private List<UUID> known() {
    return fixture
        .database()
        .asSystem(jdbc -> jdbc.sql("select id from nodes").query(UUID.class).list());
  }

  private List<UUID> lost() {
    return fixture.database().asSystem(nodes::lost);
  }

  private void silent(UUID id, int seconds) {
    fixture
        .owner()
        .sql("update nodes set seen_at = seen_at - make_interval(secs => ?) where id = ?")
        .params(seconds, id)
        .update();
  }
}
