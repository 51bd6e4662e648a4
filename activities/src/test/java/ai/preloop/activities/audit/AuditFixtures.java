package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;

/** Records, and nodes that write them. */
public final class AuditFixtures {

  private AuditFixtures() {}

  public static Audit started(Database database) {
    Audit audit = new Audit(database, new SimpleMeterRegistry(), AuditSettings.DEFAULT);
    audit.start();
    return audit;
  }

  public static AuditRecord call(AccountId account, String tool) {
    return AuditRecord.of(
            account,
            new Who("api_key", Ids.next(), "claude"),
            What.toolCall("shop", tool, "{\"amount\":5,\"note\":\"grüße\"}"))
        .judged(new Judgement("allow", "[{\"number\":1}]", 3))
        .ended("ok", Duration.ofNanos(1_234_567));
  }

  /** A request of {@code claude} to refund something, with so many events. */
  public static UUID approval(Database database, AccountId account, int events) {
    UUID id = Ids.next();
    database.doInAccount(
        account,
        jdbc -> {
          jdbc.sql(
                  """
                  insert into approval_requests (
                    id, account_id, status, server_name, server_url, tool_name, definition_hash,
                    repeatable, arguments, digest, subject_type, subject_id, subject_name,
                    correlation_id, policy_version, rules, workflows, deadline)
                  values (:id, :account, 'pending', 'shop', 'http://shop', 'refund', '\\x00', false,
                    '\\x00', '\\x00', 'api_key', :id, 'claude', :id, 3, '[{"number": 2}]', '[]', now())
                  """)
              .param("id", id)
              .param("account", account.value())
              .update();
          jdbc.sql(
                  """
                  insert into approval_events (approval_id, seq, account_id, at, type, actor, detail, comment)
                  select :id, n, :account, clock_timestamp(),
                    case n when 1 then 'opened' else 'vote' end,
                    case n when 1 then 'claude' else 'ana' end, 'event ' || n, 'a private comment'
                  from generate_series(1, :events) n
                  """)
              .param("id", id)
              .param("account", account.value())
              .param("events", events)
              .update();
        });
    return id;
  }
}
