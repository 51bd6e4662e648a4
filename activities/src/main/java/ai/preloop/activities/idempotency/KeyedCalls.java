package ai.preloop.activities.idempotency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.idempotency.Idempotency.Answer;
import ai.preloop.activities.idempotency.Idempotency.Asked;
import ai.preloop.activities.idempotency.IdempotencyRows.Taken;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Does under a key, once, what no transaction can undo. The key is taken, for good, before anything
 * is done; what came of it is noted afterwards. A crash in between leaves a key of which nothing
 * more is known, and which is never used again: rather once too little than twice.
 */
public final class KeyedCalls {

  /** Says of a kept answer that it is the id of an approval request. */
  private static final int WAITS = 202;

  private static final int LARGEST = 10 << 20;

  private final Database database;
  private final IdempotencyRows rows;

  KeyedCalls(Database database, IdempotencyRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /** What is known of a key. */
  public sealed interface Known {}

  /** It was taken just now, and whoever asked is to do what it is for. */
  public record First() implements Known {}

  /** It was answered so. */
  public record Ended(Answer answer) implements Known {}

  /** A person is asked, or was. */
  public record Waits(UUID approval) implements Known {}

  /** It was taken then, and what came of it is not known, or not yet. */
  public record Begun(Instant at) implements Known {}

  /** Takes the key, or says what came of it; UNPROCESSABLE when it came with another body. */
  public Known begin(Asked asked) {
    return database.inAccount(
        asked.principal().account(),
        jdbc -> rows.claim(jdbc, asked) ? new First() : known(rows.find(jdbc, asked)));
  }

  /** An answer that is too large is not kept: that it was given is. */
  public void ended(Asked asked, Answer answer) {
    if (answer.body().length <= LARGEST) {
      note(asked, jdbc -> rows.keep(jdbc, asked, answer));
    }
  }

  public void waits(Asked asked, UUID approval) {
    note(
        asked,
        jdbc -> rows.keep(jdbc, asked, new Answer(WAITS, approval.toString().getBytes(US_ASCII))));
  }

  /** Nothing was done, so the key is as good as new. */
  public void undone(Asked asked) {
    note(asked, jdbc -> rows.forget(jdbc, asked));
  }

  /** Whoever asked hears of what was done, whether or not it can be noted. */
  private void note(Asked asked, Consumer<JdbcClient> note) {
    BestEffort.did(
        "What came of an Idempotency-Key",
        () -> database.doInAccount(asked.principal().account(), note));
  }

  private static Known known(Taken taken) {
    if (!taken.isEnded()) {
      return new Begun(taken.since());
    }
    Answer answer = taken.answer();
    return answer.status() == WAITS
        ? new Waits(UUID.fromString(new String(answer.body(), US_ASCII)))
        : new Ended(answer);
  }
}
