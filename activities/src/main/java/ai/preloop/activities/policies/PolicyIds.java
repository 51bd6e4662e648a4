package ai.preloop.activities.policies;

import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.EntryIds;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The ids of the entries that a version brings, by owner; kept for the version in force alone. */
record PolicyIds(int version, Map<String, EntryIds> owners) {

  private static final JsonMapper JSON = JsonMapper.shared();

  PolicyIds {
    owners = Map.copyOf(owners);
  }

  EntryIds of(String owner) {
    return owners.getOrDefault(owner, EntryIds.NONE);
  }

  /** Those of the version in force. */
  static PolicyIds of(JdbcClient jdbc, AccountId account, Standing now) {
    return kept(jdbc, account)
        .filter(ids -> ids.version == now.number())
        .orElseGet(() -> carried(Map.of(), AccountPolicy.EMPTY, now.policy(), now.number()));
  }

  /** Whether those of the version in force are known already. */
  static boolean areKept(JdbcClient jdbc, AccountId account, Standing now) {
    return now.number() == 0
        || kept(jdbc, account).filter(ids -> ids.version == now.number()).isPresent();
  }

  /** For the version that follows: what is there again keeps its id. */
  PolicyIds carried(AccountPolicy before, AccountPolicy after, int number) {
    return carried(owners, before, after, number);
  }

  PolicyIds with(String owner, EntryIds ids) {
    Map<String, EntryIds> all = new HashMap<>(owners);
    all.put(owner, ids);
    return new PolicyIds(version, all);
  }

  /** In the transaction that has the account's turn. */
  void keep(JdbcClient jdbc, AccountId account) {
    jdbc.sql("update policy_heads set ids = :ids::jsonb where account_id = :account")
        .param("ids", JSON.writeValueAsString(this))
        .param("account", account.value())
        .update();
  }

  private static Optional<PolicyIds> kept(JdbcClient jdbc, AccountId account) {
    return jdbc.sql("select ids::text from policy_heads where account_id = ? and ids is not null")
        .param(account.value())
        .query(String.class)
        .optional()
        .map(json -> JSON.readValue(json, PolicyIds.class));
  }

  private static PolicyIds carried(
      Map<String, EntryIds> ids, AccountPolicy before, AccountPolicy after, int number) {
    Map<String, EntryIds> next = new HashMap<>();
    for (OwnedDocument document : after.documents()) {
      PolicyDocument old =
          before.of(document.owner()).map(OwnedDocument::document).orElse(PolicyDocument.EMPTY);
      next.put(
          document.owner(),
          ids.getOrDefault(document.owner(), EntryIds.NONE)
              .carried(old, document.document(), Ids::next));
    }
    return new PolicyIds(number, next);
  }
}
