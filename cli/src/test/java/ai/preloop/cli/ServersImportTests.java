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
            "servers add myfiles --command myfiles --scan",
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
  void readsOpenCodesServersWithTheirCommentsAndTrailingCommas() throws IOException {
    var run =
        cli.run(
            "servers",
            "import",
            file(
                """
                {
                  "$schema": "https://opencode.ai/config.json", // its own
                  "mcp": {
                    /* away */
                    "far": {"type": "remote", "url": "https://far.test/mcp", "enabled": true,
                            "headers": {"Authorization": "Bearer hush-1"}},
                    "var": {"type": "remote", "url": "https://var.test/mcp",
                            "headers": {"Authorization": "Bearer {env:TOKEN}"}},
                    "near": {"type": "local", "command": ["bun", "x", "files"],
                             "environment": {"FILES_TOKEN": "hush-2"}},
                    "off": {"type": "remote", "url": "https://off.test/mcp", "enabled": false},
                  },
                }
                """),
            "--dry-run");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "far: to add (streamable-http, auth bearer)",
            "var: left out (its credential is a variable",
            "PRELOOP_STDIO_COMMANDS_NEAR_PROGRAM=bun,x,files",
            "PRELOOP_STDIO_COMMANDS_NEAR_ENVIRONMENT=FILES_TOKEN",
            "off: skipped (its client does not use it")
        .doesNotContain("hush");
  }

  @Test
  void readsServersBelowMcpAndWindsurfsAddresses() throws IOException {
    var below =
        cli.run(
            "servers",
            "import",
            file(
                """
                {"editor.tabSize": 2,
                 "mcp": {"inputs": [], "servers": {"code": {"type": "http", "url": "https://c.test"},
                         "off": {"command": ["npx"], "disabled": true}}}}
                """),
            "--dry-run");
    var surf =
        cli.run(
            "servers",
            "import",
            file(
                """
                {"mcpServers": {"surf": {"serverUrl": "https://s.test/mcp"},
                                "old": {"serverUrl": "https://s.test/sse"}}}
                """),
            "--dry-run");

    assertThat(below.code()).isZero();
    assertThat(below.out())
        .contains("code: to add (streamable-http", "off: skipped (")
        .doesNotContain("inputs");
    assertThat(surf.out()).contains("surf: to add (streamable-http", "old: to add (sse");
  }

  @Test
  void saysOfWhichProjectAServerIs() throws IOException {
    String everywhere =
        """
        {"numStartups": 3,
         "mcpServers": {"a": {"type": "http", "url": "https://a.test"}},
         "projects": {"/home/me/shop": {"mcpServers": {"b": {"type": "http", "url": "https://b.test"}}},
                      "/home/me/till": {"mcpServers": {"a": {"type": "http", "url": "https://t.test"}}},
                      "/home/me/none": {"allowedTools": []}}}
        """;

    var run = cli.run("servers", "import", file(everywhere), "--dry-run");
    var json = cli.run("servers", "import", file(everywhere), "--dry-run", "-o", "json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "a: to add (",
            "b (of /home/me/shop): to add (",
            "a (of /home/me/till): would be refused (one before it has the same name)");
    assertThat(json.out()).contains("\"/home/me/till\"");
  }

  @Test
  void saysOnADryRunOfANameThatItWouldBeRefused() throws IOException {
    var run =
        cli.run(
            "servers",
            "import",
            file(
                "{\"mcpServers\":{\"my server\":{\"url\":\"https://g.test\"},\"mcp\":{\"url\":\"https://h.test\"}}}"),
            "--dry-run");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("my server: would be refused (A server's name has", "mcp: would be refused (A");
  }

  @Test
  void saysWhereAFileIsNotJson() throws IOException {
    var run =
        cli.run("servers", "import", file("{\"mcpServers\": {\n  \"a\": hush\n}}"), "--dry-run");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is not JSON, at line 2, column ").doesNotContain("hush");
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
