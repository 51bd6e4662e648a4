package ai.preloop.api;

import ai.preloop.api.startup.PasswordReset;
import ai.preloop.api.startup.StartFailure;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Preloop. */
@SpringBootApplication(scanBasePackages = "ai.preloop")
@ConfigurationPropertiesScan
public class PreloopApplication {

  public static void main(String[] arguments) {
    try {
      if (PasswordReset.isAskedFor(arguments)) {
        PasswordReset.run(arguments);
      } else {
        SpringApplication.run(PreloopApplication.class, arguments);
      }
    } catch (RuntimeException e) {
      System.exit(StartFailure.of(e).print(System.err));
    }
  }
}
