package ai.preloop.activities.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.ApprovalRow.Content;
import ai.preloop.activities.approvals.ApprovalRow.Content.Presence;
import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent;
import ai.preloop.activities.approvals.LeakedLinks;
import ai.preloop.activities.approvals.Terms;
import ai.preloop.activities.budgets.BudgetFixtures;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.ApiKey;
import ai.preloop.activities.identity.ApiKeys;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.NewKey;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.oauth.ClientMetadata;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.PoliciesConfiguration;
import ai.preloop.activities.policies.WaitingCalls;
import ai.preloop.activities.secrets.SecretsConfiguration;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.ScanSettings;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.activities.servers.ServerLimits;
import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.activities.servers.Servers;
import ai.preloop.activities.servers.ServersConfiguration;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.switches.SwitchesConfiguration;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamSettings;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Approved calls to a real server, over snapshots that this node may have lost sight of. */
class ApprovedToolCallsTests {

  private final FixtureMcpServer server = FixtureMcpServer.start();
  private final AnnotationConfigApplicationContext context = context();
  private final AtomicLong clock = new AtomicLong();
  private final Revisions revisions =
      new Revisions(
          bean(Database.class),
          List.of(bean(Principals.class), bean(ActivePolicies.class)),
          clock::get);
  private final ApprovalRow row = approved();
  private final ApprovedToolCalls calls = calls();

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  @Test
  void doesNotKnowWhileTheSnapshotsAreNotConfirmed() {
    assertThat(calls.refusal(row)).isNull();
    looksNoMore();

    assertThatThrownBy(() -> calls.refusal(row))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
  }

  @Test
  void sendsNothingNowWhenTheSnapshotsAreLostBeforeTheFirstByte() {
    Sent sent =
        calls.send(
            row,
            () -> {
              looksNoMore();
              return true;
            });

    assertThat(sent).isInstanceOf(Sent.NotNow.class);
    assertThat(callsSeen()).isZero();
  }

  @Test
  void sendsNothingNowWhenTheClaimCannotBeConfirmed() {
    Sent sent =
        calls.send(
            row,
            () -> {
              throw new ProblemException(ProblemType.UNAVAILABLE, "The database is away.");
            });

    assertThat(sent).isEqualTo(new Sent.NotNow("The database is away."));
    assertThat(callsSeen()).isZero();
  }

  @Test
  void sendsNothingNowWhenTheUpstreamSessionCannotBeRead() throws SQLException {
    revoke("all");

    assertThat(calls.send(inSession(row), () -> true)).isInstanceOf(Sent.NotNow.class);
    assertThat(callsSeen()).isZero();
  }

  @Test
  void endsTheUpstreamSessionThatItCannotKeep() throws SQLException {
    revoke("insert");
    long ended = endsSeen();

    assertThat(calls.send(inSession(row), () -> true)).isInstanceOf(Sent.NotNow.class);
    assertThat(callsSeen()).isZero();
    assertThat(endsSeen()).isEqualTo(ended + 1);
  }

  private void revoke(String right) throws SQLException {
    DatabaseSettings settings = bean(DatabaseSettings.class);
    try (Connection owner =
            DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        Statement statement = owner.createStatement()) {
      statement.execute("revoke %s on upstream_sessions from preloop_app".formatted(right));
    }
  }

  private long endsSeen() {
    return server.requests().stream().filter(seen -> seen.httpMethod().equals("DELETE")).count();
  }

  @Test
  void failsForGoodUnderAClaimThatIsLost() {
    assertThat(calls.send(row, () -> false)).isInstanceOf(Sent.Failed.class);
    assertThat(callsSeen()).isZero();
  }

  @Test
  void sendsOnceWhatIsStillRight() {
    assertThat(calls.send(row, () -> true)).isInstanceOf(Sent.Answered.class);
    assertThat(callsSeen()).isOne();
  }

  @Test
  void sendsNoMoreThanABudgetHasRoomFor() {
    limit(Unit.TOOL_CALLS, 1);
    ApprovedToolCalls limited = calls();

    assertThat(limited.send(row, () -> false)).isInstanceOf(Sent.Failed.class);
    assertThat(limited.send(row, () -> true)).isInstanceOf(Sent.Answered.class);
    assertThat(limited.send(row, () -> true))
        .isInstanceOfSatisfying(
            Sent.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .startsWith("Not sent: The budget \"tool_calls\" has no room for this call"));
    assertThat(callsSeen()).isOne();
  }

  @Test
  void countsWhatAServerThatNobodyTrustsCallsReadingAsASideEffect() {
    limit(Unit.SIDE_EFFECTS, 0);

    assertThat(calls().send(row, () -> true)).isInstanceOf(Sent.Failed.class);
    assertThat(callsSeen()).isZero();
  }

  private void limit(Unit unit, long limit) {
    BudgetFixtures.limit(bean(Database.class), account(), unit, limit);
  }

  private AccountId account() {
    return row.account();
  }

  private ApprovedToolCalls calls() {
    return new ApprovedToolCalls(
        new StillRight(
            bean(Principals.class), bean(Catalogs.class), bean(ActivePolicies.class), revisions),
        new CountedCalls(
            bean(UpstreamCalls.class), BudgetFixtures.of(bean(Database.class), account())),
        new Again(InstantSource.system()),
        new Screening(bean(ActivePolicies.class)));
  }

  private void looksNoMore() {
    clock.addAndGet(Revisions.LIMIT.toNanos() + 1);
  }

  private long callsSeen() {
    return server.requests().stream().filter(seen -> seen.body().contains("tools/call")).count();
  }

  private ApprovalRow approved() {
    AccountId account =
        bean(FirstStart.class).run(Optional.of("correct horse battery"), shown -> {});
    Principal owner =
        IdentityFixtures.owner(account, IdentityFixtures.ownerOf(bean(Database.class), account));
    UUID id =
        bean(Servers.class)
            .create(
                owner,
                new ServerSpec(
                    "shop",
                    server.url().toString(),
                    "streamable-http",
                    false,
                    ServerSpec.Auth.NONE))
            .id();
    bean(Scanning.class).scan(owner, id);
    ApiKey agent =
        bean(ApiKeys.class).mint(owner, new NewKey("claude", Set.of(Scope.MCP_CALL), null)).key();
    revisions.refresh();
    return row(account, agent, bean(Catalogs.class).of(account).tool(id, "pay").orElseThrow());
  }

  private static ApprovalRow inSession(ApprovalRow row) {
    Caller caller = row.caller();
    return row(
        row.ref(),
        row.target(),
        new Caller(
            caller.type(), caller.id(), caller.name(), null, Ids.next(), null, Ids.next(), 0));
  }

  private static ApprovalRow row(AccountId account, ApiKey agent, Tool tool) {
    return row(
        new ApprovalRef(account.value(), Ids.next()),
        new Target(
            tool.server().id(),
            "shop",
            tool.server().address().url().toString(),
            "tools/call",
            "pay",
            HexFormat.of().parseHex(tool.definition().sha256()),
            false),
        new Caller("api_key", agent.id(), "claude", null, null, null, Ids.next(), 0));
  }

  private static ApprovalRow row(ApprovalRef ref, Target target, Caller caller) {
    return new ApprovalRow(
        ref,
        ApprovalStatus.APPROVED,
        ExecutionStatus.EXECUTING,
        1,
        target,
        caller,
        new Content("{}".getBytes(UTF_8), new byte[32], null, Presence.WHOLE),
        new Terms(1, List.of(), Map.of(), List.of()),
        new Grounds(0, "[]"),
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        null,
        null,
        null,
        Instant.EPOCH,
        ApprovalRow.Kind.CALL);
  }

  private <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  private static AnnotationConfigApplicationContext context() {
    return IdentityFixtures.context(made -> {
      made.getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", Map.of("preloop.policy-env-allow", "")));
      made.registerBean(UpstreamClient.class, ApprovedToolCallsTests::upstream);
      made.registerBean(
          LeakedLinks.class,
          () ->
              new LeakedLinks(
                  made.getBean(Database.class), List.of(), made.getBean(MeterRegistry.class)));
      made.registerBean(ClientMetadata.class, () -> new ClientMetadata(Optional.empty()));
      made.registerBean(ServerLimits.class, () -> new ServerLimits(8, Duration.ZERO));
      made.registerBean(ScanSettings.class, () -> ScanSettings.each(Duration.ofHours(1)));
      made.registerBean(
          WaitingCalls.class, () -> (waiting, draft) -> new WaitingCalls.Outlook(0, 0, List.of()));
      ((AnnotationConfigApplicationContext) made)
          .register(
              Rows.class,
              SecretsConfiguration.class,
              ServersConfiguration.class,
              SwitchesConfiguration.class,
              PoliciesConfiguration.class);
    });
  }

  private static UpstreamClient upstream() {
    return new UpstreamClient(
        UpstreamSettings.DEFAULTS,
        new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));
  }

  /** The repositories' ground, which the application has from its auto-configuration. */
  static class Rows extends AbstractJdbcConfiguration {

    @Bean
    NamedParameterJdbcOperations operations(DataSource tenantPool) {
      return new NamedParameterJdbcTemplate(tenantPool);
    }
  }
}
