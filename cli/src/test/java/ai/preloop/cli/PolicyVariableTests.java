package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a server, documents read what the terminal's own list allows, and nothing else. */
class PolicyVariableTests {

  @TempDir Path home;
  private CommandLineFixture cli;

  @BeforeEach
  void document() {
    cli = new CommandLineFixture(home);
    cli.environment.put("REGION", "eu-west");
    cli.environment.put("PASSWORD", "hunter2");
    cli.write("policy.yaml", policy("REGION"))
        .write(
            "tests.yaml",
            """
            cases:
              - { name: told, tool: bash, args: {}, expect: { message: Not in eu-west } }
            """);
  }

  @Test
  void areNotReadableByThemselves() {
    var run = validate();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("policy.yaml:3:", "error value.variable");
    assertThat(test().code()).isEqualTo(2);
  }

  @Test
  void areReplacedWhereTheListNamesThem() {
    cli.environment.put("PRELOOP_POLICY_ENV_ALLOW", "OTHER, REGION");

    assertThat(validate().code()).isZero();
    assertThat(test().code()).isZero();
  }

  @Test
  void areNotReadableBesideTheList() {
    cli.environment.put("PRELOOP_POLICY_ENV_ALLOW", "REGION,NOT_SET");
    for (String name : new String[] {"PASSWORD", "NOT_SET", "PRELOOP_HOME"}) {
      cli.write("policy.yaml", policy(name));

      var run = validate();

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out()).contains("error value.variable").doesNotContain("hunter2");
    }
  }

  private CommandLineFixture.Run validate() {
    return cli.run("policy", "validate", "--offline", home.resolve("policy.yaml").toString());
  }

  private CommandLineFixture.Run test() {
    return cli.run("policy", "test", home.toString());
  }

  private static String policy(String variable) {
    return """
    version: "1.0"
    metadata: { name: mine }
    tools: [ { name: bash, conditions: [ { action: deny, description: "Not in ${%s}" } ] } ]
    """
        .formatted(variable);
  }
}
