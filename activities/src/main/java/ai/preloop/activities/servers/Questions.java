package ai.preloop.activities.servers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Trail;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Storable;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.Hearer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** What servers ask of clients, as the ledger has it: that they did and what came of it. */
final class Questions {

  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
  private static final String ASKED = "server.asked";

  /** What a client without sessions brings with its next request is not told apart there. */
  private static final String PASSED = "passed";

  private static final int LONGEST_METHOD = 128;

  private final Audit audit;

  Questions(Audit audit) {
    this.audit = audit;
  }

  /** Which server asks, and whom. */
  record Between(AccountId account, String server, Hearer hearer) {}

  /** An answer went on that asks for all these, by their names. */
  void passed(Between between, JsonSlice result) {
    JsonSlice wanted = result.member("inputRequests");
    if (wanted != null) {
      wanted.members().forEach(each -> note(between, method(each.value()), PASSED, null));
    }
  }

  private static String method(JsonSlice question) {
    JsonSlice method = question.member("method");
    return method == null ? "" : Objects.requireNonNullElse(method.text(), "");
  }

  /** It gates nothing, so that whoever asked or answered is not kept from it. */
  void note(Between between, String method, String outcome, @Nullable Duration took) {
    String named = Objects.requireNonNullElse(Storable.shortened(method, LONGEST_METHOD), "");
    String said = JsonMapper.shared().writeValueAsString(Map.of("method", named));
    Hearer hearer = between.hearer();
    AuditRecord record =
        AuditRecord.of(
            between.account(), hearer.who(), new What(ASKED, between.server(), null, said));
    try {
      audit.note(record.trail(trail(record, hearer)).ended(outcome, took));
    } catch (ProblemException e) {
      LOG.warn("What a server asked of a client is not recorded: {}", e.detail());
    }
  }

  private static Trail trail(AuditRecord record, Hearer hearer) {
    return Trail.of(
        Objects.requireNonNullElse(hearer.correlation(), record.id()), hearer.session());
  }
}
