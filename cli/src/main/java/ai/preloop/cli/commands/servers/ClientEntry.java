package ai.preloop.cli.commands.servers;

import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.redaction.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server as a client has it in its own configuration, and what becomes of it here. */
sealed interface ClientEntry {

  String name();

  /** One that listens, and what Preloop is told of it. */
  record Listening(String name, String transport, String authType, JsonNode body)
      implements ClientEntry {}

  /** A program, which only an operator may let be a server. */
  record Program(String name, List<String> words, List<String> variables) implements ClientEntry {}

  /** One that its client does not use. */
  record SwitchedOff(String name) implements ClientEntry {}

  /** One that is left out, and why. */
  record LeftOut(String name, String why) implements ClientEntry {}

  static ClientEntry of(String name, JsonNode entry) {
    if (entry.path("disabled").asBoolean(false) || !entry.path("enabled").asBoolean(true)) {
      return new SwitchedOff(name);
    }
    List<String> command = command(entry);
    if (!command.isEmpty()) {
      return program(name, command, entry);
    }
    JsonNode url = url(entry);
    if (!url.isString()) {
      return new LeftOut(name, "it has neither a url nor a command");
    }
    if (hasVariable(url.asString())) {
      return new LeftOut(name, "its url has a variable in it; add it with its own");
    }
    if (showsSecret(url.asString())) {
      return new LeftOut(
          name,
          "its url has a credential in it, which would be shown; add it with a header instead");
    }
    return listening(name, transport(entry, url.asString()), entry, url.asString());
  }

  /** By the names and shapes that are redacted everywhere else. */
  private static boolean showsSecret(String url) {
    String query = url.contains("?") ? url.substring(url.indexOf('?') + 1) : "";
    return Redaction.isMarked(Redaction.redactText(url))
        || Stream.of(query.split("[&#]"))
            .map(each -> each.split("=", 2))
            .filter(pair -> pair.length == 2)
            .map(pair -> JsonMapper.shared().writeValueAsBytes(Map.of(pair[0], pair[1])))
            .anyMatch(json -> Redaction.isMarked(Redaction.redact(json)));
  }

  /** Gemini CLI and Windsurf have names of their own for it. */
  private static JsonNode url(JsonNode entry) {
    return Stream.of("httpUrl", "serverUrl", "url")
        .map(entry::path)
        .filter(JsonNode::isString)
        .findFirst()
        .orElse(entry.path("url"));
  }

  /** The program and its arguments, which OpenCode has in one list; empty where there is none. */
  private static List<String> command(JsonNode entry) {
    JsonNode command = entry.path("command");
    return Stream.concat(
            command.isArray()
                ? command.valueStream()
                : Stream.of(command).filter(JsonNode::isString),
            entry.path("args").valueStream())
        .map(each -> each.asString(""))
        .toList();
  }

  private static ClientEntry program(String name, List<String> command, JsonNode entry) {
    List<String> variables =
        Stream.of(entry.path("env"), entry.path("environment"))
            .flatMap(each -> each.propertyNames().stream())
            .toList();
    return new Program(name, command, variables);
  }

  /** Clients that name no transport try the new one first; the old one ends in /sse by habit. */
  private static String transport(JsonNode entry, String url) {
    String said = entry.path("type").asString(entry.path("transport").asString(""));
    boolean unsaid = said.isEmpty() || said.equals("remote");
    boolean old = unsaid ? !entry.has("httpUrl") && isOld(url) : said.equals("sse");
    return old ? "sse" : "streamable-http";
  }

  private static boolean isOld(String url) {
    return url.replaceFirst("[?#].*", "").endsWith("/sse");
  }

  private static ClientEntry listening(String name, String transport, JsonNode entry, String url) {
    var body = new LinkedHashMap<String, Object>();
    body.put("name", name);
    body.put("url", url);
    body.put("transport", transport);
    JsonNode headers = entry.path("headers");
    if (headers.size() > 1) {
      return new LeftOut(name, "it has several headers, of which Preloop sends one");
    }
    for (var header : headers.properties()) {
      String value = header.getValue().asString("");
      if (hasVariable(value)) {
        return new LeftOut(name, "its credential is a variable; add it with `servers add`");
      }
      body.putAll(signIn(header.getKey(), value));
    }
    String authType = String.valueOf(body.getOrDefault("auth_type", "none"));
    return new Listening(name, transport, authType, Json.of(body));
  }

  private static Map<String, Object> signIn(String header, String value) {
    boolean bearer =
        header.equalsIgnoreCase("Authorization")
            && value.toLowerCase(Locale.ROOT).startsWith("bearer ");
    return bearer
        ? Map.of("auth_type", "bearer", "auth_config", Map.of("token", value.substring(7).strip()))
        : Map.of("auth_type", "api_key", "auth_config", Map.of("key", value, "header", header));
  }

  private static boolean hasVariable(String value) {
    return Stream.of("${", "{{", "{env:", "{file:").anyMatch(value::contains)
        || value.matches("(.* )?[$].*");
  }
}
