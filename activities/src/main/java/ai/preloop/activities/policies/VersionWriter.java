package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.servers.BroughtServers;
import ai.preloop.activities.servers.Insistence;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.Change;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Writes versions: the one place where another policy comes in force. */
final class VersionWriter {

  private final BroughtServers servers;
  private final Audit audit;

  VersionWriter(BroughtServers servers, Audit audit) {
    this.servers = servers;
    this.audit = audit;
  }

  /** What follows what is in force; {@code ids} names what is there before it is kept. */
  record Next(
      Standing before,
      AccountPolicy policy,
      List<Change> changes,
      Cause cause,
      UnaryOperator<PolicyIds> ids,
      Insistence insistence) {}

  /** Where a version comes from, as its row and as the ledger say it. */
  record Cause(String source, What what) {

    static Cause rollbackTo(int version) {
      return new Cause("rollback to " + version, What.action("policy.rolled_back"));
    }

    /** The ledger has also what was taken from whom. */
    static Cause upload(List<Taken> taken) {
      Map<String, List<String>> things =
          taken.stream().collect(Collectors.toMap(Taken::owner, Taken::things));
      return new Cause(
          "upload",
          things.isEmpty()
              ? What.action("policy.applied")
              : new What(
                  "policy.applied",
                  null,
                  null,
                  JsonMapper.shared().writeValueAsString(Map.of("taken", things))));
    }
  }

  /** In the transaction that has the account's turn; answers the version's number. */
  int write(JdbcClient jdbc, Principal principal, Next next) {
    PolicyIds ids = PolicyIds.of(jdbc, principal.account(), next.before());
    int version = PolicyRows.write(jdbc, principal.account(), principal.userName(), next);
    next.ids()
        .apply(ids.carried(next.before().policy(), next.policy(), version))
        .keep(jdbc, principal.account());
    audit.change(
        AuditRecord.of(principal.account(), principal.who(), next.cause().what())
            .judged(new Judgement(null, null, version)));
    servers.follow(jdbc, principal, next.policy(), next.insistence());
    return version;
  }
}
