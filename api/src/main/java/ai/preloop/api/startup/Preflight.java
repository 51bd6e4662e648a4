package ai.preloop.api.startup;

import ai.preloop.activities.addresses.AddressRange;
import ai.preloop.activities.secrets.RootKeys;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.validation.Validation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Reads every setting of ours before anything is started for it, as it will be read again then. */
record Preflight(ConfigurableEnvironment environment) {

  /** The servers' own addresses are known once they serve. */
  private static final MapPropertySource LATER =
      new MapPropertySource(
          "preloop-later", Map.of("preloop.database.jdbc-url", "", "preloop.database.user", ""));

  private static final String HOME = "preloop.home";
  private static final int LAST_PORT = 65_535;

  /** What any run of the product needs; throws with a sentence, or as a binder does. */
  PreloopProperties settings() {
    nameHome();
    PreloopProperties preloop = bound("preloop", PreloopProperties.class);
    OwnerPassword.requireLongEnough(preloop.ownerPassword());
    for (String range : preloop.upstream().allowedAddresses()) {
      requireRange(range);
    }
    requireVault(preloop);
    return preloop;
  }

  /** A PRELOOP_HOME that is empty is one that is not set, as it is to the command line. */
  void nameHome() {
    if (environment.getProperty(HOME, "").isBlank()) {
      String usual = Path.of(System.getProperty("user.home"), ".preloop").toString();
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource("preloop-home", Map.of(HOME, usual)));
    }
  }

  /** What listening needs beside that. */
  void listening(PreloopProperties preloop) {
    int port = Binder.get(environment).bind("server.port", Integer.class).orElse(0);
    if (port < 0 || port > LAST_PORT) {
      throw refused("PORT must be a number from 0 to %d.".formatted(LAST_PORT));
    }
    String host = environment.getProperty("server.address", "127.0.0.1");
    Listener listener = new Listener(host, port, preloop);
    if (preloop.isProduction() || !listener.isLoopback() || !preloop.secretKey().isBlank()) {
      RootKeys.load(Optional.of(preloop.secretKey()), Optional.empty());
    }
  }

  private void requireVault(PreloopProperties preloop) {
    VaultProperties vault = bound("preloop.vault", VaultProperties.class);
    if (vault.isOn()) {
      vault.settings(preloop.isProduction());
    }
  }

  private <T> T bound(String prefix, Class<T> type) {
    environment.getPropertySources().addLast(LATER);
    try (var validators = Validation.buildDefaultValidatorFactory()) {
      var validated =
          new ValidationBindHandler(new SpringValidatorAdapter(validators.getValidator()));
      return Binder.get(environment, validated).bind(prefix, Bindable.of(type)).get();
    } finally {
      environment.getPropertySources().remove(LATER.getName());
    }
  }

  private static void requireRange(String range) {
    try {
      AddressRange.parse(range);
    } catch (IllegalArgumentException e) {
      throw refused(
              "PRELOOP_UPSTREAM_ALLOW must have addresses and blocks like 10.20.0.0/16, and has %s."
                  .formatted(range))
          .causedBy(e);
    }
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(ProblemType.UNAVAILABLE, sentence);
  }
}
