package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policy test} and {@code policy schema}: what they say, write and end with. */
class PolicyTestingTests {

  private static final String POLICY =
      """
      version: "1.0"
      metadata: { name: mine }
      tools:
        - name: bash
          conditions: [ { expression: "args.command == 'reboot'", action: deny, description: Not now } ]
      """;

  @TempDir Path home;
  private CommandLineFixture cli;
  private Path folder;

  @BeforeEach
  void policy() throws IOException {
    cli = new CommandLineFixture(home);
    folder = Files.createDirectory(home.resolve("policies"));
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
  }

  @Test
  void saysInALineThatAllHold() throws IOException {
    tests(
        "tests.yaml",
        "  - { name: no, tool: bash, args: { command: reboot }, expect: { verdict: deny } }");
    tests(
        "more.tests.yaml",
        "  - { name: yes, tool: bash, args: { command: ls }, expect: { verdict: allow } }");

    var run = cli.run("policy", "test", folder.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "%s 1 test holds\n%s 1 test holds\n"
                .formatted(folder.resolve("more.tests.yaml"), folder.resolve("tests.yaml")));
  }

  @Test
  void runsTheOthersWhereAFileCannotBeRead() throws IOException {
    tests(
        "tests.yaml",
        "  - { name: no, tool: bash, args: { command: reboot }, expect: { verdict: deny } }");
    Files.writeString(
        folder.resolve("a.tests.yaml"),
        "policy: nothing.yaml\ncases: [ { name: a, tool: bash, expect: { verdict: deny } } ]\n");
    Path gone = folder.resolve("gone.tests.yaml");

    var run = cli.run("policy", "test", gone.toString(), folder.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out())
        .contains(
            "error file.unreadable '%s' cannot be read.".formatted(gone),
            "error file.unreadable '%s' cannot be read.".formatted(folder.resolve("nothing.yaml")),
            folder.resolve("tests.yaml") + " 1 test holds\n");
  }

  @Test
  void saysWhatCameInsteadAndHow() throws IOException {
    tests(
        "tests.yaml",
        "  - { name: asks, tool: bash, args: { command: reboot }, expect: { verdict: ask } }");

    var run = cli.run("policy", "test", folder.resolve("tests.yaml").toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo(
            """
            %1$s:2 does not hold: asks
                expected verdict ask, but it is deny
                tried rule 1: matched  args.command == 'reboot'
            %1$s 1 of 1 tests do not hold
            """
                .formatted(folder.resolve("tests.yaml")));
  }

  @Test
  void endsWithTwoWhereAFileCannotBeRead() throws IOException {
    assertThat(cli.run("policy", "test", folder.resolve("none.yaml").toString()).code())
        .isEqualTo(2);
    assertThat(cli.run("policy", "test", folder.toString()).err())
        .contains("There are no tests here");

    tests("tests.yaml", "  - { name: a, tool: bash, expect: { verdit: ask } }");
    var unknown = cli.run("policy", "test", folder.toString());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.out())
        .contains("tests.yaml:2:", "Did you mean `verdict`?", "could not be run");

    tests("tests.yaml", "  - { name: a, tool: bash, expect: { verdict: ask } }");
    Files.writeString(folder.resolve("policy.yaml"), "version: \"1.0\"\n");
    var broken = cli.run("policy", "test", folder.toString());
    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.out()).contains("policy.yaml:1:1 error key.missing");

    Files.delete(folder.resolve("policy.yaml"));
    assertThat(cli.run("policy", "test", folder.toString()).code()).isEqualTo(2);
  }

  @Test
  void writesJunitXml() throws Exception {
    tests(
        "tests.yaml",
        """
          - { name: holds, tool: bash, args: { command: ls }, expect: { verdict: allow } }
          - { name: "<asks> & more", tool: bash, args: { command: ls }, expect: { verdict: ask, message: "\\x01" } }
        """);
    Path report = home.resolve("report.xml");

    var run = cli.run("policy", "test", folder.toString(), "--junit", report.toString());

    assertThat(run.code()).isEqualTo(1);
    var suites = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    var suite = suites.getDocumentElement().getFirstChild();
    assertThat(suite.getAttributes().getNamedItem("tests").getNodeValue()).isEqualTo("2");
    assertThat(suite.getAttributes().getNamedItem("failures").getNodeValue()).isEqualTo("1");
    assertThat(suite.getLastChild().getAttributes().getNamedItem("name").getNodeValue())
        .isEqualTo("<asks> & more");
    assertThat(suite.getLastChild().getTextContent())
        .isEqualTo(
            "expected verdict ask, but it is allow\nexpected message \uFFFD, but it is none");
  }

  @Test
  void answersPrograms() throws IOException {
    tests(
        "tests.yaml",
        "  - { name: no, tool: bash, args: { command: reboot }, expect: { verdict: deny } }");

    var run = cli.run("policy", "test", folder.toString(), "-o", "json");

    var answer = Json.read(run.out());
    assertThat(answer.path("passed").asInt()).isEqualTo(1);
    assertThat(answer.at("/results/0/verdict").asString()).isEqualTo("deny");
    assertThat(answer.at("/results/0/message").asString()).isEqualTo("Not now");
    assertThat(answer.at("/results/0/expected/verdict").asString()).isEqualTo("deny");
  }

  @Test
  void printsTheSchemas() {
    assertThat(Json.read(cli.run("policy", "schema").out()).at("/properties/tools/type").asString())
        .isEqualTo("array");
    assertThat(
            Json.read(cli.run("policy", "schema", "--tests").out())
                .at("/properties/cases/type")
                .asString())
        .isEqualTo("array");
  }

  private void tests(String name, String cases) throws IOException {
    Files.writeString(folder.resolve(name), "cases:\n" + cases + "\n");
  }
}
