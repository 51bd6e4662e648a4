package ai.preloop.activities.approvals;

import ai.preloop.activities.database.Storable;
import ai.preloop.workflows.approvals.ApprovalRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The history of a request; written in the transaction that makes it true, while the row is locked.
 */
final class Events {

  private static final int LONGEST = 4_096;

  private Events() {}

  static void add(JdbcClient jdbc, ApprovalRef ref, Event event) {
    jdbc.sql(
            """
            insert into approval_events (
              approval_id, seq, account_id, at, type, actor, actor_type, actor_id, credential,
              detail, comment)
            select :id, coalesce(max(seq), 0) + 1, :account, clock_timestamp(), :type, :actor,
              :actorType, :actorId::uuid, :credential, :detail, :comment
            from approval_events where approval_id = :id and account_id = :account
            """)
        .param("id", ref.approvalId())
        .param("account", ref.accountId())
        .param("type", event.type())
        .param("actor", Storable.text(event.actor().name()))
        .param("actorType", event.actor().type())
        .param("actorId", event.actor().id())
        .param("credential", event.actor().credential())
        .param("detail", Storable.shortened(event.detail(), LONGEST))
        .param("comment", Storable.shortened(event.comment(), LONGEST))
        .update();
  }

  /** One thing that happened; {@code type} ends the audit action {@code approval.<type>}. */
  record Event(String type, Actor actor, @Nullable String detail, @Nullable String comment) {

    /** What the product did by itself. */
    static Event of(String type, @Nullable String detail) {
      return of(type, Actor.SYSTEM, detail);
    }

    static Event of(String type, Actor actor, @Nullable String detail) {
      return new Event(type, actor, detail, null);
    }
  }
}
