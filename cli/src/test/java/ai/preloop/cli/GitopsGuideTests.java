package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.preloop.cli.PreloopFixture.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pipeline of the GitOps guide, run as a CI system runs it. */
class GitopsGuideTests extends AgainstPreloop {

  private static final Path GUIDE = Path.of("../docs/guides/gitops").toAbsolutePath().normalize();
  private static final Pattern STEP = Pattern.compile("run: ./ci\\.sh (\\w+)");

  private Path preloopCommand = Path.of("");

  /** What came of a step. */
  record Step(int code, String printed) {}

  @BeforeEach
  void command() throws IOException {
    preloopCommand = home.resolve("preloop");
    Files.writeString(
        preloopCommand,
        """
        #!/bin/sh
        exec '%s/bin/java' -XX:TieredStopAtLevel=1 -Xshare:auto -cp '%s' ai.preloop.cli.Preloop "$@"
        """
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    assertThat(preloopCommand.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void theJobCallsStepsThatThereAre() throws IOException {
    String job = Files.readString(GUIDE.resolve("github-actions.yml"));
    String script = Files.readString(GUIDE.resolve("ci.sh"));

    var steps = STEP.matcher(job).results().map(match -> match.group(1)).toList();

    assertThat(steps).containsExactly("check", "review", "gate", "apply", "drift");
    assertThat(steps).allSatisfy(step -> assertThat(script).contains("\n  " + step + ")"));
  }

  @Test
  void checksWithoutAServer() throws Exception {
    Step check = step("check");

    assertThat(check.code()).as(check.printed()).isZero();
    assertThat(check.printed())
        .contains("policy.yaml is valid", "tests.yaml 6 tests hold")
        .doesNotContain("SLF4J");
    assertThat(home.resolve("tests.xml")).content().contains("tests=\"6\"");
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void appliesWithTheKeyOfThePipelineAlone() throws Exception {
    preloop.rest(
        "POST /policies/upload",
        200,
        "{\"policy_name\":\"payments\",\"version\":2,\"changes\":[],\"findings\":[]}");

    Step apply = step("apply");

    assertThat(apply.code()).as(apply.printed()).isZero();
    assertThat(preloop.received())
        .extracting(Received::authorization, Received::query)
        .containsExactly(tuple("Bearer prl_ci", "dry_run=false&strict=true"));
  }

  private Step step(String name) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(List.of("sh", GUIDE.resolve("ci.sh").toString(), name));
    builder.directory(home.toFile()).redirectErrorStream(true);
    builder.environment().put("PRELOOP", preloopCommand.toString());
    builder.environment().put("PRELOOP_HOME", home.resolve("nothing").toString());
    builder.environment().put("PRELOOP_URL", preloop.url());
    builder.environment().put("PRELOOP_TOKEN", "prl_ci");
    builder.environment().put("POLICIES", GUIDE.resolve("policies").toString());
    var process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Step(process.exitValue(), printed);
  }
}
