package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.preloop.api.PreloopApplication;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

/** What an operator reads who set something wrong, and that nothing was started for it. */
class StartFailureTests {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENVIRONMENT | prod | ENVIRONMENT must be development or production, and is prod.",
        "PORT | abc | PORT must be a whole number, and is abc.",
        "PORT | 70000 | PORT must be a number from 0 to 65535.",
        "HOST | a b | HOST is not an address or a name of this machine, like 127.0.0.1.",
        "PRELOOP_URL | nowhere | PRELOOP_URL is not an address like https://preloop.example.com.",
        "PRELOOP_UPSTREAM_CALL | soon | PRELOOP_UPSTREAM_CALL must be a length of time like 5s, and is soon.",
        "PRELOOP_UPSTREAM_CALLS_PER_SERVER | 0 | PRELOOP_UPSTREAM_CALLS_PER_SERVER must be greater than or equal to 1, and is 0.",
        "PRELOOP_UPSTREAM_ALLOW | 10.0.0.0/99 | PRELOOP_UPSTREAM_ALLOW must have addresses and blocks like 10.20.0.0/16, and has 10.0.0.0/99.",
        "PRELOOP_UPSTREAM_PROXY | squid | PRELOOP_UPSTREAM_PROXY must be an address like http://proxy.example.com:3128, and is squid.",
        "PRELOOP_UPSTREAM_RESULT_MEMORY | much | PRELOOP_UPSTREAM_RESULT_MEMORY must be a size like 64MB, and is much.",
        "PRELOOP_WORKERS_ACTIVITIES | 0 | PRELOOP_WORKERS_ACTIVITIES must be greater than or equal to 1, and is 0.",
        "PRELOOP_APPROVALS_OPEN_PER_CALLER | many | PRELOOP_APPROVALS_OPEN_PER_CALLER must be a whole number, and is many.",
        "PRELOOP_OWNER_PASSWORD | short | PRELOOP_OWNER_PASSWORD must have at least 12 characters, and has 5.",
        "PRELOOP_AUDIT_BEFORE_CALL | perhaps | PRELOOP_AUDIT_BEFORE_CALL must be true or false, and is perhaps.",
      })
  void namesTheVariableInOneSentence(String variable, String value, String sentence) {
    assertThat(printed(Map.of(variable, value))).isEqualTo("Preloop cannot start: " + sentence);
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void asksForAKeyWhereTheProductMustNotMakeOne() {
    assertThat(printed(Map.of("HOST", "0.0.0.0"))).contains("SECRET_KEY must be set here");
    assertThat(printed(Map.of("SECRET_KEY", "short")))
        .contains("SECRET_KEY is too short")
        .doesNotContain("is short");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VAULT_KV_V2_ENABLED=maybe | VAULT_KV_V2_ENABLED must be true or false, and is maybe.",
        "VAULT_KV_V2_URL=vault.example.com:8200 | VAULT_KV_V2_URL must be an address like https://vault.example.com:8200.",
        "VAULT_KV_V2_URL= | VAULT_KV_V2_URL must be an address like https://vault.example.com:8200.",
        "VAULT_KV_V2_TOKEN= | VAULT_KV_V2_ENABLED needs a way to sign in: VAULT_KV_V2_TOKEN, VAULT_KV_V2_ROLE_ID with VAULT_KV_V2_SECRET_ID, or VAULT_KV_V2_KUBERNETES_ROLE.",
        "VAULT_KV_V2_KUBERNETES_ROLE=preloop | VAULT_KV_V2_… names two ways to sign in: set a token, an AppRole or a Kubernetes role, and one of these only.",
        "VAULT_KV_V2_ROLE_ID=role | VAULT_KV_V2_ROLE_ID and VAULT_KV_V2_SECRET_ID are set together, or not at all.",
        "VAULT_KV_V2_MOUNT=../sys | VAULT_KV_V2_MOUNT must be a path like secret or team/kv, and is ../sys.",
        "VAULT_KV_V2_CA_FILE=/nowhere.pem | VAULT_KV_V2_CA_FILE names /nowhere.pem, which has no certificate in PEM that can be read.",
        "ENVIRONMENT=production | VAULT_KV_V2_URL must begin with https:// in production: secrets would cross the network in clear.",
      })
  void saysWhichSettingOfVaultIsWrong(String setting, String sentence) {
    Map<String, String> variables = new HashMap<>();
    variables.put("VAULT_KV_V2_ENABLED", "true");
    variables.put("VAULT_KV_V2_URL", "http://vault.example.com:8200");
    variables.put("VAULT_KV_V2_TOKEN", "hvs.hush");
    variables.put(
        setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));

    assertThat(printed(variables)).isEqualTo("Preloop cannot start: " + sentence);
    assertThat(folder.resolve("home")).doesNotExist();
  }

  private String printed(Map<String, String> variables) {
    var out = new ByteArrayOutputStream();
    Throwable thrown = catchThrowable(() -> start(variables));
    assertThat(thrown).isInstanceOf(RuntimeException.class);
    StartFailure.of(thrown).print(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  private void start(Map<String, String> variables) {
    Map<String, Object> all = new HashMap<>(variables);
    all.put("PRELOOP_HOME", folder.resolve("home").toString());
    var environment = new StandardServletEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, all));
    new SpringApplicationBuilder(PreloopApplication.class).environment(environment).run().close();
  }
}
