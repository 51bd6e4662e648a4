package ai.preloop.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.database.Database;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The account, its owner and the keys on disk, from an empty database on. */
class FirstStartTests {

  @TempDir Path home;
  private AnnotationConfigApplicationContext context;
  private FirstStart first;
  private LocalCredentials local;
  private Authentications authentications;

  @BeforeEach
  void start() {
    context = IdentityFixtures.context(more -> {});
    first = context.getBean(FirstStart.class);
    local = context.getBean(LocalCredentials.class);
    authentications = context.getBean(Authentications.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void showsAGeneratedPasswordOnceAndSignsInWithIt() {
    List<String> shown = new ArrayList<>();

    AccountId account = first.run(Optional.empty(), shown::add);

    assertThat(first.run(Optional.empty(), shown::add)).isEqualTo(account);
    assertThat(shown).singleElement().asString().hasSizeGreaterThanOrEqualTo(20);
    TokenPair pair =
        context.getBean(SignIns.class).signIn("owner", shown.getFirst(), Set.of(), "here");
    assertThat(pair.scopes()).contains(Scope.APPROVALS_DECIDE, Scope.ACCOUNT_ADMIN);
  }

  @Test
  void showsOnePasswordWhenNodesStartTogether() throws Exception {
    Queue<String> shown = new ConcurrentLinkedQueue<>();
    List<Future<AccountId>> started;
    try (ExecutorService nodes = Executors.newFixedThreadPool(3)) {
      Callable<AccountId> node = () -> first.run(Optional.empty(), shown::add);
      started = nodes.invokeAll(List.of(node, node, node));
    }

    assertThat(shown).hasSize(1);
    for (Future<AccountId> each : started) {
      assertThat(each.get()).isEqualTo(started.getFirst().get());
    }
    assertThat(context.getBean(SignIns.class).signIn("owner", shown.element(), Set.of(), "here"))
        .isNotNull();
  }

  @Test
  void storesNoPasswordThatNobodyHasSeen() {
    assertThatThrownBy(() ->
            first.run(
                Optional.empty(),
                password -> {
                  throw new IllegalStateException("the terminal is gone");
                }))
        .hasMessage("the terminal is gone");

    List<String> shown = new ArrayList<>();
    first.run(Optional.empty(), shown::add);
    assertThat(shown).hasSize(1);
  }

  @Test
  void refusesAShortPasswordAndLeavesNothingBehind() {
    assertThatThrownBy(() -> first.run(Optional.of("short"), shown -> {}))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("12");

    long accounts =
        context
            .getBean(Database.class)
            .asSystem(jdbc -> jdbc.sql("select count(*) from accounts").query(Long.class).single());
    assertThat(accounts).isZero();
  }

  @Test
  void writesKeysThatDecideNothing() throws IOException {
    AccountId account = first.run(Optional.of("a long password"), shown -> {});

    CredentialsFile file = local.keep(account, home, "http://localhost:8000", null).file();

    assertThat(scopes(file.agentKey()))
        .containsExactlyInAnyOrder(Scope.MCP_CALL, Scope.GATEWAY_INVOKE);
    assertThat(scopes(file.readKey())).containsExactly(Scope.ACCOUNT_READ);
    for (String key : List.of(file.agentKey(), file.readKey())) {
      Principal principal = authentications.authenticate("Bearer " + key, null);
      assertThat(principal.mayDecide()).isFalse();
      assertThat(principal.may(Scope.policyWrite("anybody"))).isFalse();
      assertThat(principal.may(Scope.ACCOUNT_ADMIN)).isFalse();
    }
    assertThat(Files.getPosixFilePermissions(home.resolve("credentials.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.readString(home.resolve("credentials.json")))
        .contains("\"agent_key\"", "\"read_key\"", "\"temporal_ui\"", "\"url\"");
  }

  @Test
  void keepsTheKeysAndFollowsTheAddress() {
    AccountId account = first.run(Optional.of("a long password"), shown -> {});
    CredentialsFile before = local.keep(account, home, "http://localhost:8000", null).file();

    CredentialsFile after = local.keep(account, home, "http://localhost:9000", "http://ui").file();

    assertThat(after.agentKey()).isEqualTo(before.agentKey());
    assertThat(after.readKey()).isEqualTo(before.readKey());
    assertThat(CredentialsFile.read(home)).contains(after);
    assertThat(after.url()).isEqualTo("http://localhost:9000");
  }

  @Test
  void replacesTheKeysOfALostFile() throws IOException {
    AccountId account = first.run(Optional.of("a long password"), shown -> {});
    CredentialsFile lost = local.keep(account, home, "http://localhost:8000", null).file();
    Files.delete(home.resolve("credentials.json"));

    CredentialsFile found = local.keep(account, home, "http://localhost:8000", null).file();

    assertThat(scopes(found.agentKey()))
        .containsExactlyInAnyOrder(Scope.MCP_CALL, Scope.GATEWAY_INVOKE);
    assertThatThrownBy(() -> scopes(lost.agentKey())).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> scopes(lost.readKey())).isInstanceOf(ProblemException.class);
  }

  @Test
  void endsALostAgentsKeyThatOnlyCalledTools() throws IOException {
    AccountId account = first.run(Optional.of("a long password"), shown -> {});
    CredentialsFile lost = local.keep(account, home, "http://localhost:8000", null).file();
    context
        .getBean(Database.class)
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("update api_keys set scopes = '{mcp:call}' where name = 'agent'")
                    .update());
    Files.delete(home.resolve("credentials.json"));

    local.keep(account, home, "http://localhost:8000", null);

    assertThatThrownBy(() -> scopes(lost.agentKey())).isInstanceOf(ProblemException.class);
  }

  @Test
  void saysThatTheAgentsKeyWasRevokedUntilTheFileIsRemoved() throws IOException {
    AccountId account = first.run(Optional.of("a long password"), shown -> {});
    String revoked = local.keep(account, home, "http://localhost:8000", null).file().agentKey();
    ApiKeys keys = context.getBean(ApiKeys.class);
    Principal owner = IdentityFixtures.owner(account, owner(account));
    keys.list(owner).stream()
        .filter(key -> key.name().equals("agent"))
        .forEach(key -> keys.revoke(owner, key.id()));

    LocalCredentials.Kept kept = local.keep(account, home, "http://localhost:8000", null);

    assertThat(kept.agentKeyRevoked()).isTrue();
    assertThat(kept.file().agentKey()).isEqualTo(revoked);
    Files.delete(home.resolve("credentials.json"));
    LocalCredentials.Kept again = local.keep(account, home, "http://localhost:8000", null);
    assertThat(again.agentKeyRevoked()).isFalse();
    assertThat(scopes(again.file().agentKey()))
        .containsExactlyInAnyOrder(Scope.MCP_CALL, Scope.GATEWAY_INVOKE);
  }

  @Test
  void leavesAPersonsKeyOfTheSameNameAlone() throws IOException {
    AccountId account = first.run(Optional.of("a long password"), shown -> {});
    String own =
        context
            .getBean(ApiKeys.class)
            .mint(
                IdentityFixtures.owner(account, owner(account)),
                new NewKey("agent", Set.of(Scope.MCP_CALL), null))
            .text();

    local.keep(account, home, "http://localhost:8000", null);
    Files.delete(home.resolve("credentials.json"));
    String made = local.keep(account, home, "http://localhost:8000", null).file().agentKey();

    assertThat(scopes(own)).containsExactly(Scope.MCP_CALL);
    assertThat(authentications.authenticate("Bearer " + made, null).name()).isEqualTo("agent-2");
  }

  @Test
  void recordsTheKeysThatItMakesAndEnds() throws IOException {
    AccountId account = first.run(Optional.of("a long password"), shown -> {});
    local.keep(account, home, "http://localhost:8000", null);
    Files.delete(home.resolve("credentials.json"));
    local.keep(account, home, "http://localhost:8000", null);

    assertThat(IdentityFixtures.recorded(context.getBean(Database.class), account))
        .containsExactly(
            "api_key.mint ok",
            "api_key.mint ok",
            "api_key.revoke ok",
            "api_key.mint ok",
            "api_key.revoke ok",
            "api_key.mint ok");
  }

  private UserId owner(AccountId account) {
    return IdentityFixtures.ownerOf(context.getBean(Database.class), account);
  }

  private Set<Scope> scopes(String key) {
    return authentications.authenticate("Bearer " + key, null).scopes();
  }
}
