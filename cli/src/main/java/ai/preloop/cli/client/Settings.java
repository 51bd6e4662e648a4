package ai.preloop.cli.client;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Shell;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The address and the reading credential of one run: flag, then environment, then {@code
 * config.yaml}, then {@code credentials.json}. A stored credential goes only to the address that it
 * was stored for.
 */
public final class Settings {

  private final Shell shell;
  private final Home home;
  private final Flags flags;
  private final Map<String, String> config;
  private final JsonNode credentials;

  public Settings(Shell shell, Flags flags) {
    this.shell = shell;
    this.flags = flags;
    home = Home.of(shell);
    config = home.readConfig();
    credentials = home.readCredentials();
  }

  /** What was said on the command line; "" is nothing. */
  public record Flags(String url, String token) {}

  /** A credential that can read, and where it was found. */
  public record Token(String value, String source) {}

  /** The address that somebody chose or the product wrote down; empty when nobody did. */
  public Optional<Address> configured() {
    return text(flags.url())
        .or(() -> shell.variable("PRELOOP_URL"))
        .or(() -> text(config.get("url")))
        .or(() -> credential("url"))
        .map(Address::of);
  }

  public Address address() {
    return configured().orElse(Address.USUAL);
  }

  public Optional<Token> token() {
    return given()
        .or(this::rememberedToken)
        .or(() -> storedHere("read_key").map(key -> new Token(key, "credentials.json")));
  }

  /** What whoever runs this gave themselves, and no credential that lies here. */
  public Optional<String> givenToken() {
    return given().map(Token::value);
  }

  /** The key that an agent calls tools with; it neither reads nor decides. */
  public Optional<String> agentKey() {
    return storedHere("agent_key");
  }

  /** A server for reading, with the credential of {@link #token} if there is one. */
  public Server server() {
    return new Server(address(), token().map(Token::value).orElse(""));
  }

  /** Remembers a token that can read, for {@link #address}. */
  public void remember(JsonNode token) {
    var entries = new LinkedHashMap<>(config);
    entries.put("url", address().toString());
    entries.put("access_token", token.path("access_token").asString(""));
    entries.put("refresh_token", token.path("refresh_token").asString(""));
    long seconds = token.path("expires_in").asLong(0);
    entries.put("expires_at", Instant.now().plusSeconds(seconds).toString());
    entries.values().removeIf(String::isEmpty);
    home.writeConfig(entries);
    config.putAll(entries);
  }

  /** Forgets the token; the address stays. True when there was one. */
  public boolean forget() {
    var entries = new LinkedHashMap<>(config);
    entries.keySet().removeAll(Set.of("access_token", "refresh_token", "expires_at"));
    boolean known = entries.size() < config.size();
    if (known) {
      home.writeConfig(entries);
    }
    return known;
  }

  private Optional<Token> given() {
    return text(flags.token())
        .map(token -> new Token(token, "--token"))
        .or(() -> shell.variable("PRELOOP_TOKEN").map(token -> new Token(token, "PRELOOP_TOKEN")));
  }

  private Optional<Token> rememberedToken() {
    if (!isHere(text(config.get("url")))) {
      return Optional.empty();
    }
    return (expired() ? refreshed() : text(config.get("access_token")))
        .map(token -> new Token(token, "config.yaml"));
  }

  private boolean expired() {
    return text(config.get("expires_at"))
        .map(Instant::parse)
        .filter(end -> end.isBefore(Instant.now().plusSeconds(30)))
        .isPresent();
  }

  /** Another run may have renewed it meanwhile: a refresh token is good for one. */
  private Optional<String> refreshed() {
    return home.alone(() -> {
      config.clear();
      config.putAll(home.readConfig());
      return expired() ? renewed() : text(config.get("access_token"));
    });
  }

  /**
   * Empty when it cannot be renewed: another credential may do, else the server says to sign in.
   */
  private Optional<String> renewed() {
    return text(config.get("refresh_token"))
        .flatMap(token -> new Server(address(), "").refresh(token))
        .map(renewed -> {
          remember(renewed);
          return renewed.path("access_token").asString("");
        });
  }

  private Optional<String> storedHere(String name) {
    return isHere(credential("url")) ? credential(name) : Optional.empty();
  }

  private boolean isHere(Optional<String> url) {
    return url.map(Address::of).filter(address()::equals).isPresent();
  }

  private Optional<String> credential(String name) {
    return text(Json.words(credentials, name));
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
