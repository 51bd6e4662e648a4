package ai.preloop.activities.audit;

import ai.preloop.activities.database.Database;
import org.awaitility.Awaitility;

/** The ledger once all changes that were committed are in it. */
public final class WrittenLedger {

  private WrittenLedger() {}

  public static void await(Database database) {
    Awaitility.await()
        .until(() ->
            database.asSystem(jdbc ->
                jdbc.sql("select not exists (select from audit_outbox)")
                    .query(Boolean.class)
                    .single()));
  }
}
