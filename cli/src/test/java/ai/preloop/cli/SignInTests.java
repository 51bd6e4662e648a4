package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.client.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTests {

  @TempDir Path home;
  private final PreloopFixture preloop = new PreloopFixture();
  private CommandLineFixture cli;

  @BeforeEach
  void start() {
    cli = new CommandLineFixture(home);
  }

  @AfterEach
  void stop() {
    preloop.close();
  }

  @Test
  void loginKeepsOnlyATokenThatReads() throws IOException {
    preloop.rest(
        "POST /auth/token",
        200,
        "{\"access_token\":\"reads\",\"refresh_token\":\"renews\",\"expires_in\":900}");
    cli.typed = "correct horse";

    var run = cli.run("login", "--url", preloop.url());

    assertThat(run.code()).isZero();
    assertThat(cli.asked).isEqualTo("Password of owner at " + preloop.url() + ": ");
    var sent = preloop.only("POST /api/v1/auth/token");
    assertThat(sent.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
    assertThat(sent.body())
        .contains("username=owner", "password=correct+horse", "scope=account%3Aread");
    Path config = home.resolve("config.yaml");
    assertThat(Files.readString(config))
        .contains("access_token: reads", "refresh_token: renews", preloop.url())
        .doesNotContain("correct");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
        .isEqualTo("rw-------");
  }

  @Test
  void aWrongPasswordIsExitThreeAndLeavesNothing() throws IOException {
    preloop.rest("POST /auth/token", 401, "{\"detail\":\"The name or the password is wrong.\"}");
    cli.typed = "guess";

    var run = cli.run("login", "--url", preloop.url());

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("The name or the password is wrong.\n".repeat(3));
    assertThat(files()).isEmpty();
  }

  @Test
  void aPasswordThatWasMistypedMayBeTypedAgain() {
    preloop
        .rest("POST /auth/token", 401, "{\"detail\":\"The name or the password is wrong.\"}")
        .rest("POST /auth/token", 200, "{\"access_token\":\"reads\"}");
    cli.answers.add("typo");
    cli.typed = "correct horse";

    assertThat(cli.run("login", "--url", preloop.url()).code()).isZero();
  }

  @Test
  void aGivenPasswordIsTriedOnce() {
    preloop.rest("POST /auth/token", 401, "{\"detail\":\"The name or the password is wrong.\"}");

    var run = cli.withPassword().run("login", "--url", preloop.url());

    assertThat(run.err()).isEqualTo("The name or the password is wrong.\n");
  }

  @Test
  void changesThePasswordWithBoth() {
    preloop.withOwner().rest("PUT /auth/users/me/password", 204, "");
    cli.answers.addAll(List.of("correct", "a longer new one", "a longer new one"));

    var run = cli.run("auth", "password", "--url", preloop.url());

    assertThat(run.code()).isZero();
    var sent = preloop.only("PUT /api/v1/auth/users/me/password");
    assertThat(sent.authorization()).isEqualTo("Bearer owner-token");
    assertThat(sent.body())
        .contains("\"current_password\":\"correct\"", "\"new_password\":\"a longer new one\"");
  }

  @Test
  void twoDifferentNewPasswordsChangeNothing() {
    preloop.withOwner();
    cli.answers.addAll(List.of("correct", "a longer new one", "a longer new on"));

    var run = cli.run("auth", "password", "--url", preloop.url());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("not the same");
    assertThat(preloop.received()).noneMatch(asked -> asked.method().equals("PUT"));
  }

  @Test
  void withoutTerminalAndPasswordItSaysWhatToDo() {
    var run = cli.run("login", "--url", preloop.url());

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("PRELOOP_PASSWORD");
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void flagsGoBeforeVariablesBeforeConfigBeforeCredentials() {
    preloop.rest("GET /tools", 200, "{\"items\":[]}");
    cli.withCredentials(preloop.url());
    assertThat(authorization()).isEqualTo("Bearer read-key");

    cli.write("config.yaml", "url: " + preloop.url() + "\naccess_token: remembered\n");
    assertThat(authorization()).isEqualTo("Bearer remembered");

    cli.environment.put("PRELOOP_TOKEN", "variable");
    assertThat(authorization()).isEqualTo("Bearer variable");

    assertThat(authorization("--token", "flag")).isEqualTo("Bearer flag");
  }

  @Test
  void aStoredCredentialGoesToNoOtherAddress() {
    preloop.rest("GET /tools", 200, "{\"items\":[]}");
    cli.withCredentials("http://127.0.0.1:1")
        .write("config.yaml", "url: http://127.0.0.1:2\naccess_token: remembered\n");

    assertThat(authorization("--url", preloop.url())).isEmpty();
  }

  @Test
  void anExpiredTokenIsRenewedAndKept() throws IOException {
    preloop
        .rest("GET /tools", 200, "{\"items\":[]}")
        .rest(
            "POST /auth/refresh",
            200,
            "{\"access_token\":\"fresh\",\"refresh_token\":\"next\",\"expires_in\":900}");
    expired();

    assertThat(authorization()).isEqualTo("Bearer fresh");
    assertThat(preloop.only("POST /api/v1/auth/refresh").body()).contains("renews");
    assertThat(Files.readString(home.resolve("config.yaml"))).contains("fresh", "next");
  }

  @Test
  void runsSideBySideRenewTheTokenOnce() throws Exception {
    preloop.rest(
        "POST /auth/refresh",
        200,
        "{\"access_token\":\"fresh\",\"refresh_token\":\"next\",\"expires_in\":900}");
    expired();
    List<Settings> all = new ArrayList<>();
    for (int each = 0; each < 8; each++) {
      all.add(new Settings(cli.shell(), new Settings.Flags("", "")));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tokens =
          threads.invokeAll(
              all.stream()
                  .<Callable<String>>map(one -> () -> one.token().orElseThrow().value())
                  .toList());
      for (var token : tokens) {
        assertThat(token.get()).isEqualTo("fresh");
      }
    }

    assertThat(preloop.only("POST /api/v1/auth/refresh").body()).contains("renews");
  }

  @Test
  void anExpiredTokenThatCannotBeRenewedGivesWayToTheReadKey() {
    preloop
        .rest("GET /tools", 200, "{\"items\":[]}")
        .rest("POST /auth/refresh", 401, "{\"detail\":\"no\"}");
    expired();
    cli.withCredentials(preloop.url());

    assertThat(authorization()).isEqualTo("Bearer read-key");
  }

  @Test
  void statusSaysWhoseCredentialItIs() {
    preloop.rest("GET /auth/users/me", 200, "{\"id\":\"1\",\"username\":\"owner\"}");
    cli.withCredentials(preloop.url());

    var run = cli.run("auth", "status");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains(preloop.url(), "credentials.json", "owner");
    assertThat(run.out()).doesNotContain("read-key");
  }

  @Test
  void statusWithoutACredentialIsExitOne() {
    assertThat(cli.run("auth", "status", "--url", preloop.url()).code()).isEqualTo(1);
  }

  @Test
  void logoutForgetsTheTokenAndKeepsTheAddress() throws IOException {
    expired();

    assertThat(cli.run("auth", "logout").err()).isEqualTo("Signed out.\n");
    assertThat(Files.readString(home.resolve("config.yaml")))
        .isEqualTo("url: " + preloop.url() + "\n");
    assertThat(cli.run("auth", "logout").err()).isEqualTo("There was nothing to forget.\n");
  }

  @Test
  void aPrintedTokenIsKeptNowhere() throws IOException {
    preloop.rest("POST /auth/token", 200, "{\"access_token\":\"minted\"}");
    cli.withPassword();

    var run = cli.run("auth", "token", "--url", preloop.url());

    assertThat(run.out()).isEqualTo("minted\n");
    assertThat(preloop.last().body()).contains("scope=account%3Aread");
    assertThat(files()).isEmpty();
  }

  @Test
  void aBrokenConfigIsSaidInOneSentence() {
    cli.write("config.yaml", "{");

    var run = cli.run("tools", "list");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("config.yaml cannot be read").doesNotContain("\tat ");
  }

  private void expired() {
    cli.write(
        "config.yaml",
        """
        url: %s
        access_token: stale
        refresh_token: renews
        expires_at: '2020-01-01T00:00:00Z'
        """
            .formatted(preloop.url()));
  }

  private String authorization(String... flags) {
    var arguments = new ArrayList<>(List.of("tools", "list"));
    arguments.addAll(List.of(flags));
    assertThat(cli.run(arguments.toArray(String[]::new)).code()).isZero();
    return preloop.last().authorization();
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(home)) {
      return files.toList();
    }
  }
}
