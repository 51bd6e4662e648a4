package ai.preloop.activities.upstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An MCP server as a program of its own, whose tools do what a test needs done to its client. */
final class FixtureProgram {

  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");
  private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");
  private static final Pattern ARGUMENT = Pattern.compile("\"text\":\"([^\"]*)\"");

  private static final List<String> KEPT = new ArrayList<>();
  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private FixtureProgram() {}

  /** The command that runs it, with the variables that it may have. */
  static LocalCommand command(String... environment) {
    return new LocalCommand(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            Path.of("target", "test-classes").toAbsolutePath().toString(),
            FixtureProgram.class.getName()),
        List.of(environment),
        null);
  }

  public static void main(String[] arguments) throws Exception {
    System.err.println("started");
    for (String line = IN.readLine(); line != null; line = IN.readLine()) {
      String id = found(ID, line);
      switch (found(METHOD, line)) {
        case "initialize" ->
            result(
                id,
                "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{},\"serverInfo\":{\"name\":\"f\",\"version\":\"1\"}}");
        case "tools/list" ->
            result(id, "{\"tools\":[{\"name\":\"pid\",\"inputSchema\":{\"type\":\"object\"}}]}");
        case "tools/call" -> call(id, line);
        default -> {}
      }
    }
  }

  private static void call(String id, String line) throws Exception {
    switch (found(NAME, line)) {
      case "pid" -> text(id, Long.toString(ProcessHandle.current().pid()));
      case "line" -> text(id, line.replace("\\", "\\\\").replace("\"", "\\\""));
      case "variable" -> text(id, String.valueOf(System.getenv(found(ARGUMENT, line))));
      case "variables" ->
          text(id, String.join(",", System.getenv().keySet().stream().sorted().toList()));
      case "confess" -> confess(found(ARGUMENT, line));
      case "die" -> Runtime.getRuntime().halt(1);
      case "garbage" -> System.out.println("Listening for requests");
      case "large" -> System.out.println("{\"x\":\"" + "x".repeat(1 << 20));
      case "child" -> child(id);
      case "keep" -> KEPT.add(id);
      case "release" -> {
        text(id, "released");
        KEPT.forEach(kept -> text(kept, "kept"));
      }
      case "ask" -> ask(id);
      case "deaf" -> deaf(found(ARGUMENT, line));
      default -> {}
    }
  }

  private static void confess(String variable) {
    System.err.println("no entry with " + System.getenv(variable));
    Runtime.getRuntime().halt(1);
  }

  private static void child(String id) throws IOException {
    text(id, Long.toString(new ProcessBuilder("sleep", "600").start().pid()));
  }

  private static void ask(String id) throws IOException {
    System.out.println(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\"mine\",\"progress\":1}}");
    System.out.println(
        "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\",\"params\":{}}");
    text(id, IN.readLine().replace("\"", "'"));
  }

  /** Reads nothing more, and says so in a file. */
  private static void deaf(String file) throws Exception {
    Files.writeString(Path.of(file), "deaf");
    Thread.sleep(600_000);
  }

  private static void text(String id, String text) {
    result(id, "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
  }

  private static void result(String id, String result) {
    System.out.println("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
  }

  private static String found(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? matcher.group(1) : "";
  }
}
