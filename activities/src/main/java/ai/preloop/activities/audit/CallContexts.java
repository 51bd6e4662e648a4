package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Circumstances;
import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the records of many calls share, kept once. */
final class CallContexts {

  private CallContexts() {}

  /** Those that are not there yet, in the transaction of the records that name them. */
  static void insert(JdbcClient jdbc, AccountId account, List<AuditRecord> records) {
    List<Circumstances> named =
        records.stream()
            .map(AuditRecord::circumstances)
            .filter(Objects::nonNull)
            .filter(each -> each.facts() != null)
            .map(each -> new Circumstances(each.sha256(), each.facts(), null, null))
            .distinct()
            .toList();
    if (named.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into call_contexts (account_id, digest, facts)
            select :account, decode(digest, 'hex'), facts
            from unnest(:digests::text[], :facts::text[]) as c(digest, facts)
            on conflict do nothing
            """)
        .param("account", account.value())
        .param("digests", Columns.array(named, Circumstances::sha256))
        .param("facts", Columns.array(named, Circumstances::facts))
        .update();
  }
}
