package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Literal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTests {

  private static final String YAML =
      """
      version: "1.0"
      metadata: { name: Literal, description: "🔑" }
      mcp_servers:
        - { name: a, url: "https://a.test", auth_type: bearer, auth_config: { token: hunter2 } }
        - name: b
          url: https://b.test
          auth_type: api_key
          auth_config:
            header: X-Key
            api_key: |
              hunter2
      tools: [ { name: t } ]
      """;

  @Test
  void aLiteralIsFoundByItsPathAndIsNotInTheDocument() {
    var reading = read(YAML);

    assertThat(reading.findings()).extracting(Finding::code).containsOnly("credential.literal");
    assertThat(reading.literals())
        .extracting(Literal::path)
        .containsExactly(
            "$.mcp_servers[0].auth_config.token", "$.mcp_servers[1].auth_config.api_key");
    assertThat(reading.literals().getFirst().value()).isEqualTo("hunter2");
    assertThat(Objects.requireNonNull(reading.document()).mcpServers())
        .extracting(McpServerEntry::authConfig)
        .containsExactly(Map.of(), Map.of("header", "X-Key"));
    assertThat(reading.toString()).doesNotContain("hunter2");
  }

  @Test
  void aSourceIsKeptWithReferencesInPlaceOfLiterals() {
    var source = read(YAML).withReferences(YAML, literal -> "moved-" + literal.start());
    var again = read(source);

    assertThat(source).doesNotContain("hunter2").contains("{\"secret\": \"moved-");
    assertThat(again.literals()).isEmpty();
    assertThat(again.valid()).isTrue();
    assertThat(Objects.requireNonNull(again.document()).tools()).hasSize(1);
    assertThat(again.document().mcpServers().get(1).authConfig()).containsKeys("header", "api_key");
  }

  @Test
  void aKeyIsWrittenEitherWay() {
    var reading = withKey("{ key: hunter2 }");
    var server = Objects.requireNonNull(reading.document()).mcpServers().getFirst();
    var named = Objects.requireNonNull(withKey("{ key: { secret: moved } }").document());

    assertThat(reading.credentials())
        .extracting(HeldCredential::secret, HeldCredential::value)
        .containsExactly(tuple("mcp-servers/a", "hunter2"));
    assertThat(server.authConfig()).isEmpty();
    assertThat(named.mcpServers().getFirst().authConfig()).containsOnlyKeys("api_key");
    assertThat(named.mcpServers().getFirst().secret()).contains("moved");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ key: hunter2, api_key: hunter2 }",
        "{ key: hunter2, secret: moved }",
        "{ token: hunter2 }"
      })
  void whatIsNotOneKeyIsNone(String authentication) {
    assertThat(withKey(authentication).valid()).isFalse();
  }

  private static Reading withKey(String authentication) {
    return read(
        """
        version: "1.0"
        metadata: { name: Literal }
        mcp_servers:
          - { name: a, url: "https://a.test", auth_type: api_key, auth_config: %s }
        """
            .formatted(authentication));
  }

  @Test
  void eachIsKeptUnderItsServersNameAndForItsServersOrigin() {
    var reading = read(YAML);
    var again = read(reading.withReferences(YAML));

    assertThat(reading.credentials())
        .extracting(HeldCredential::secret, HeldCredential::value, HeldCredential::origin)
        .containsExactly(
            tuple("mcp-servers/a", "hunter2", "https://a.test:443"),
            tuple("mcp-servers/b", "hunter2", "https://b.test:443"));
    assertThat(Objects.requireNonNull(again.document()).mcpServers())
        .extracting(server -> server.secret().orElseThrow())
        .containsExactly("mcp-servers/a", "mcp-servers/b");
    assertThat(reading.credentials().toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        metadata: { name: Literal }
        mcp_servers:
          - { name: a, url: "https://a.test", auth_type: bearer, auth_config: { token: &t hunter2 } }
          - { name: b, url: "https://b.test", auth_type: bearer, auth_config: { token: *t } }
        """,
        """
        metadata: { name: Literal, description: &t hunter2 }
        mcp_servers:
          - { name: a, url: "https://a.test", auth_type: bearer, auth_config: { token: *t } }
        """,
        """
        metadata: { name: Literal }
        mcp_servers:
          - { name: a, url: "https://a.test", auth_type: bearer, auth_config: &c { token: hunter2 } }
          - { name: b, url: "https://a.test", auth_type: bearer, auth_config: *c }
        """
      })
  void aLiteralThatAnAliasRepeatsIsRefused(String document) {
    var reading = read("version: \"1.0\"\n" + document);

    assertThat(reading.findings())
        .filteredOn(Finding::isError)
        .extracting(Finding::code)
        .containsExactly("credential.alias");
    assertThat(reading.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ token: [hunter2] }",
        "{ token: { value: hunter2 } }",
        "{ token: \"hunter2 ${hunter2}\" }",
        "{ token: { secret: [hunter2] } }",
        "hunter2",
        "{ token: 'hunter2' 'hunter2' }",
        "{ token: \"hunter2\\q\" }",
        "{ token: hunter2",
      })
  void noFindingRepeatsACredential(String authentication) {
    var reading =
        read(
            """
            version: "1.0"
            metadata: { name: Literal }
            mcp_servers:
              - { name: a, url: "https://a.test", auth_type: bearer, auth_config: %s }
            """
                .formatted(authentication));

    assertThat(reading.valid()).isFalse();
    assertThat(reading.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ token: {secret: moved} }",
        "{ header: X-Key }",
        "{ secret: moved }",
        "{ client_secret: hunter2 }",
        "{ client_id: c, secret: moved, client_secret: {secret: moved} }",
        "{ client_id: c, scope: [read] }",
        "{ grant: password }",
        "{ grant: client_credentials, per_user: true }",
      })
  void aClientOfOAuthIsDescribedAsOne(String authentication) {
    assertThat(signedIn(authentication).valid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ client_id: c }",
        "{ client_id: c, secret: moved }",
        "{ client_id: c, client_secret: {secret: moved}, grant: client_credentials }",
        "{ scope: \"read write\", per_user: true }",
      })
  void aClientOfOAuthNeedsNoMoreThanItHas(String authentication) {
    var reading = signedIn(authentication);

    assertThat(reading.valid()).as(reading.toString()).isTrue();
    assertThat(reading.unsupported()).isEmpty();
  }

  @Test
  void whatIsOfOAuthGoesWithNoOtherSignIn() {
    var reading =
        read(
            """
            version: "1.0"
            metadata: { name: Literal }
            mcp_servers:
              - { name: a, url: "https://a.test", auth_type: bearer, auth_config: { secret: moved, scope: s } }
              - { name: b, url: "https://b.test", auth_config: { per_user: true } }
            """);

    assertThat(reading.valid()).isFalse();
  }

  private static Reading signedIn(String authentication) {
    return read(
        """
        version: "1.0"
        metadata: { name: Literal }
        mcp_servers:
          - { name: a, url: "https://a.test", auth_type: oauth, auth_config: %s }
        """
            .formatted(authentication));
  }

  private static Reading read(String text) {
    var surroundings =
        new Surroundings(
            false,
            new Surroundings.Names(Set.of(), Set.of(), Set.of(), Set.of(), secrets(text)),
            List.of(new KnownTool("a", "t", "mcp", Map.of(), KnownTool.Hints.UNTRUSTED)),
            Map.of(),
            Surroundings.Claims.NONE,
            Map.of(),
            true);
    return new PolicyReader().read(text.getBytes(StandardCharsets.UTF_8), surroundings);
  }

  /** Everything that was moved is in the store. */
  private static Map<String, String> secrets(String text) {
    return Pattern.compile("moved[-0-9]*|mcp-servers/[a-z]")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .distinct()
        .collect(Collectors.toMap(Function.identity(), _ -> ""));
  }
}
