package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.servers.BuiltinTools;
import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.reading.HeldCredential;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.reading.Surroundings.Claims;
import ai.preloop.policies.reading.Surroundings.Names;
import ai.preloop.policies.reading.WrittenPolicy;
import ai.preloop.workflows.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads a document with what its account knows. */
final class DocumentReading {

  private final PolicyReader reader = new PolicyReader();
  private final Database database;
  private final Catalogs catalogs;
  private final Map<String, String> environment;

  /** {@code environment} has the variables that documents may read, and no other. */
  DocumentReading(Database database, Catalogs catalogs, Map<String, String> environment) {
    this.database = database;
    this.catalogs = catalogs;
    this.environment = Map.copyOf(environment);
  }

  Looked look(AccountId account, Submission submission) {
    return look(
        account,
        submission,
        database.inAccount(account, jdbc -> Standing.of(PolicyRows.active(jdbc, account))));
  }

  Looked look(AccountId account, Submission submission, Standing now) {
    Reading read = read(account, submission, now.policy());
    return read.credentials().isEmpty()
        ? new Looked(submission, now, read, List.of())
        : referring(account, submission, now, read);
  }

  /** What is kept of a document has names of secrets in the place of credentials. */
  private Looked referring(AccountId account, Submission submission, Standing now, Reading read) {
    String written = new String(submission.source(), StandardCharsets.UTF_8);
    Submission kept =
        submission.writtenAs(read.withReferences(written).getBytes(StandardCharsets.UTF_8));
    Reading again = read(account, kept, now.policy(), read.credentials());
    return new Looked(
        kept, now, again.valid() ? read.of(again.document()) : again, read.credentials());
  }

  /** What is an error in these documents by now; they had none when they were written. */
  List<Unfit> unfit(AccountId account, AccountPolicy policy) {
    return all(account, policy).filter(each -> each.finding().isError()).toList();
  }

  /** That, and whatever else there is to say of their conditions: a star fits many tools. */
  List<Unfit> doubtful(AccountId account, AccountPolicy policy) {
    return all(account, policy)
        .filter(each -> each.finding().isError() || each.finding().code().startsWith("condition."))
        .toList();
  }

  private Stream<Unfit> all(AccountId account, AccountPolicy policy) {
    return policy.documents().stream().flatMap(each -> all(account, policy, each));
  }

  private Stream<Unfit> all(AccountId account, AccountPolicy policy, OwnedDocument document) {
    byte[] source = document.source().getBytes(StandardCharsets.UTF_8);
    return read(account, Submission.looked(source), policy).findings().stream()
        .map(finding -> new Unfit(document.owner(), finding));
  }

  /** No connection is held while a document is read, which takes seconds when it is large. */
  private Reading read(AccountId account, Submission submission, AccountPolicy policy) {
    return read(account, submission, policy, List.of());
  }

  private Reading read(
      AccountId account, Submission submission, AccountPolicy policy, List<HeldCredential> held) {
    WrittenPolicy written = reader.written(submission.source(), environment);
    Surroundings surroundings =
        database.inAccount(
            account, jdbc -> surroundings(jdbc, account, policy, written.owner(), submission));
    return written.in(surroundings.withSecrets(held));
  }

  /** What the account knows beside the owner's document. */
  private Surroundings surroundings(
      JdbcClient jdbc,
      AccountId account,
      AccountPolicy policy,
      String owner,
      Submission submission) {
    Catalog catalog = catalogs.of(account);
    Claims claims =
        policy
            .claimsBeside(owner)
            .with(
                PolicyDocument.BY_HAND,
                column(
                    jdbc,
                    account,
                    "select name from mcp_servers where account_id = ? and owner = 'console'"));
    return new Surroundings(
        false,
        new Names(
            names(catalog),
            column(
                jdbc, account, "select username from users where account_id = ? and not disabled"),
            Set.of(),
            column(
                jdbc,
                account,
                "select name from api_keys where account_id = ? and revoked_at is null"),
            secrets(jdbc, account)),
        tools(catalog),
        policy.approvalWorkflowsBeside(owner),
        claims,
        environment,
        submission.strictness().checkServerReferences());
  }

  /** By name, with the origin that each is bound to. */
  private static Map<String, String> secrets(JdbcClient jdbc, AccountId account) {
    return jdbc
        .sql("select name, coalesce(origin, '') as origin from secrets where account_id = ?")
        .param(account.value())
        .query((row, number) -> Map.entry(row.getString("name"), row.getString("origin")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<KnownTool> tools(Catalog catalog) {
    return Stream.concat(
            catalog.tools().stream().map(Catalog.Tool::known), BuiltinTools.judged().stream())
        .toList();
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
