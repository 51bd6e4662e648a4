package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersImportTests extends AgainstPreloop {

  private static final String CLIENT =
      """
      {"mcpServers": {
        "github": {"type": "http", "url": "https://mcp.example.com/mcp",
                   "headers": {"Authorization": "Bearer hush-1"}},
        "crm": {"httpUrl": "https://crm.example.com/mcp", "headers": {"X-Crm-Key": "hush-2"}},
        "old": {"url": "https://old.example.com/sse"},
        "My Files": {"command": "npx", "args": ["-y", "files", "--api-key", "hush-3", "/data"],
                     "env": {"FILES_TOKEN": "hush-4"}},
        "vars": {"url": "https://v.example.com/mcp", "headers": {"Authorization": "Bearer ${TOKEN}"}},
        "two": {"url": "https://w.example.com/mcp", "headers": {"A": "hush-5", "B": "hush-6"}},
        "keyed": {"url": "https://k.example.com/mcp?api_key=hush-7"},
        "odd": {}
      }}
      """;

  @TempDir private Path folder;

  @Test
  void registersWhatListensAndSaysWhatAnOperatorSetsForPrograms() throws IOException {
    preloop.withOwner().rest("POST /mcp-servers", 201, "{\"id\":\"s-3\"}");

    var run = cli.withPassword().run("servers", "import", file(CLIENT));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "github: added (streamable-http, auth bearer)",
            "crm: added (streamable-http, auth api_key)",
            "old: added (sse, auth none)",
            "PRELOOP_STDIO_COMMANDS_MYFILES_PROGRAM=",
            "npx,-y,files,--api-key,[redacted],/data",
            "PRELOOP_STDIO_COMMANDS_MYFILES_ENVIRONMENT=FILES_TOKEN",
            "--command myfiles --scan",
            "vars: left out (its credential is a variable",
            "two: left out (it has several headers",
            "keyed: left out (its url has a credential in it",
            "odd: left out (it has neither a url nor a command)");
    assertThat(run.out() + run.err()).doesNotContain("hush");
  }

  @Test
  void givesTheCredentialToPreloopAlone() throws IOException {
    preloop.withOwner().rest("POST /mcp-servers", 201, "{\"id\":\"s-3\"}");

    var run =
        cli.withPassword()
            .run(
                "servers",
                "import",
                file(
                    "{\"servers\":{\"g\":{\"type\":\"sse\",\"url\":\"https://g.test/s\",\"headers\":{\"authorization\":\"bearer hush\"}}}}"),
                "-o",
                "json");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"added\"").doesNotContain("hush");
    assertThat(preloop.only("POST /api/v1/mcp-servers").body())
        .contains("\"transport\":\"sse\"", "\"auth_config\":{\"token\":\"hush\"}");
  }

  @Test
  void doesNothingOnADryRun() throws IOException {
    var run = cli.run("servers", "import", file(CLIENT), "--dry-run");

    assertThat(run.out()).contains("github: to add (streamable-http, auth bearer)");
    assertThat(run.out() + run.err()).doesNotContain("hush");
  }

  @Test
  void goesOnAfterOneThatIsRefused() throws IOException {
    preloop
        .withOwner()
        .rest(
            "POST /mcp-servers", 409, "{\"detail\":\"There is an MCP server called g already.\"}");

    var run =
        cli.withPassword()
            .run(
                "servers",
                "import",
                file(
                    "{\"mcpServers\":{\"g\":{\"url\":\"https://g.test\"},\"h\":{\"url\":\"https://h.test\"}}}"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("g: not added (There is", "h: not added (There is");
  }

  @Test
  void refusesAFileWithoutServers() throws IOException {
    assertThat(cli.run("servers", "import", file("{}")).code()).isEqualTo(2);
    assertThat(cli.run("servers", "import", folder.resolve("none").toString()).code()).isEqualTo(2);
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("mcp.json"), content).toString();
  }
}
