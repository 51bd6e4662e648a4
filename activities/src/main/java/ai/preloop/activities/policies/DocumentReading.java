package ai.preloop.activities.policies;

import ai.preloop.activities.policies.Policies.Submission;
import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.reading.Surroundings.Claims;
import ai.preloop.policies.reading.Surroundings.Names;
import ai.preloop.policies.reading.WrittenPolicy;
import ai.preloop.workflows.identity.AccountId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads a document with what its account knows. */
final class DocumentReading {

  private final PolicyReader reader = new PolicyReader();
  private final Catalogs catalogs;
  private final Map<String, String> environment;

  /** {@code environment} has the variables that documents may read, and no other. */
  DocumentReading(Catalogs catalogs, Map<String, String> environment) {
    this.catalogs = catalogs;
    this.environment = Map.copyOf(environment);
  }

  /** What others own depends on the owner, who is known once the document is read. */
  Reading read(JdbcClient jdbc, AccountId account, AccountPolicy policy, Submission submission) {
    WrittenPolicy written = reader.written(submission.source(), environment);
    return written.in(surroundings(jdbc, account, policy, written.owner(), submission));
  }

  private Surroundings surroundings(
      JdbcClient jdbc,
      AccountId account,
      AccountPolicy policy,
      String owner,
      Submission submission) {
    Catalog catalog = catalogs.of(account);
    Claims claims = policy.claimsBeside(owner);
    return new Surroundings(
        false,
        new Names(
            names(catalog),
            column(
                jdbc, account, "select username from users where account_id = ? and not disabled"),
            Set.of(),
            column(jdbc, account, "select name from secrets where account_id = ?")),
        tools(catalog),
        policy.approvalWorkflowsBeside(owner),
        claims,
        environment,
        submission.strictness().checkServerReferences());
  }

  private static List<KnownTool> tools(Catalog catalog) {
    return catalog.tools().stream().map(Catalog.Tool::known).toList();
  }

  private static Set<String> names(Catalog catalog) {
    Set<String> names = new HashSet<>();
    catalog.servers().forEach(server -> names.add(server.name()));
    return names;
  }

  private static Set<String> column(JdbcClient jdbc, AccountId account, String sql) {
    return Set.copyOf(jdbc.sql(sql).param(account.value()).query(String.class).list());
  }
}
