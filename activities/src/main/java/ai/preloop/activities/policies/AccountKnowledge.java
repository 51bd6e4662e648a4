package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.policies.Submission.Claiming;
import ai.preloop.activities.policies.Submission.Strictness;
import ai.preloop.activities.servers.BuiltinTools;
import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.reading.Surroundings.Claims;
import ai.preloop.policies.reading.Surroundings.Names;
import ai.preloop.policies.reading.Surroundings.Voting;
import ai.preloop.workflows.identity.AccountId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an account knows that its documents may name. */
final class AccountKnowledge {

  /** What a document can refer to: a secret that somebody named, or that a document brought. */
  private static final Pattern NAMED = Pattern.compile("(mcp-servers/)?[A-Za-z0-9][^/]*");

  private final Database database;
  private final Catalogs catalogs;
  private final Map<String, String> environment;

  AccountKnowledge(Database database, Catalogs catalogs, Map<String, String> environment) {
    this.database = database;
    this.catalogs = catalogs;
    this.environment = environment;
  }

  /** The account that a document is read for, with what its policy is assumed to be. */
  record Place(AccountId account, AccountPolicy policy, Strictness strictness, Claiming claiming) {}

  /** No connection is held while a document is read, which takes seconds when it is large. */
  Surroundings beside(Place place, String owner) {
    return database.inAccount(place.account(), jdbc -> surroundings(jdbc, place, owner));
  }

  /** What the account knows beside the owner's document. */
  private Surroundings surroundings(JdbcClient jdbc, Place place, String owner) {
    AccountId account = place.account();
    Catalog catalog = catalogs.of(account);
    Set<String> byHand = byHand(jdbc, account);
    Claims held = place.policy().claimsBeside(owner);
    Claims claims =
        place.claiming() == Claiming.FORCED ? held : held.with(PolicyDocument.BY_HAND, byHand);
    Set<String> servers = new HashSet<>(held.serverOwners().keySet());
    servers.addAll(byHand);
    Surroundings known =
        new Surroundings(
            false,
            new Names(
                servers,
                column(
                    jdbc,
                    account,
                    "select username from users where account_id = ? and not disabled"),
                Set.of(),
                column(
                    jdbc,
                    account,
                    "select name from api_keys where account_id = ? and revoked_at is null"),
                secrets(jdbc, account)),
            tools(catalog),
            place.policy().approvalWorkflowsBeside(owner),
            claims,
            environment,
            place.strictness().checkServerReferences());
    return known.withVoting(
        new Voting(owners(jdbc, account), workflowsBeside(place.policy(), owner)));
  }

  private static int owners(JdbcClient jdbc, AccountId account) {
    return jdbc.sql(
            "select count(*) from users where account_id = ? and role = 'owner' and not disabled")
        .param(account.value())
        .query(Integer.class)
        .single();
  }

  private static Map<String, ApprovalWorkflow> workflowsBeside(AccountPolicy policy, String owner) {
    return policy.documents().stream()
        .filter(each -> !each.owner().equals(owner))
        .flatMap(each -> each.document().approvalWorkflows().stream())
        .collect(Collectors.toMap(ApprovalWorkflow::name, Function.identity(), (one, _) -> one));
  }

  /** The servers that no document brings. */
  private static Set<String> byHand(JdbcClient jdbc, AccountId account) {
    return column(
        jdbc, account, "select name from mcp_servers where account_id = ? and owner = 'console'");
  }

  /** By name, with the origin that each is bound to; but for those of one server made by hand. */
  private static Map<String, String> secrets(JdbcClient jdbc, AccountId account) {
    return jdbc
        .sql("select name, coalesce(origin, '') as origin from secrets where account_id = ?")
        .param(account.value())
        .query((row, number) -> Map.entry(row.getString("name"), row.getString("origin")))
        .stream()
        .filter(secret -> NAMED.matcher(secret.getKey()).matches())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<KnownTool> tools(Catalog catalog) {
    return Stream.concat(
            catalog.tools().stream().map(Catalog.Tool::known), BuiltinTools.judged().stream())
        .toList();
  }

  private static Set<String> column(JdbcClient jdbc, AccountId account, String sql) {
    return Set.copyOf(jdbc.sql(sql).param(account.value()).query(String.class).list());
  }
}
