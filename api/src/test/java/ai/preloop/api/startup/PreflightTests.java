package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

/** Settings as they are read before anything starts. */
class PreflightTests {

  @Test
  void anEmptyHomeIsTheUsualOne() {
    assertThat(home("")).isEqualTo(Path.of(System.getProperty("user.home"), ".preloop").toString());
  }

  @Test
  void aHomeThatIsNamedStays() {
    assertThat(home("/somewhere")).isEqualTo("/somewhere");
  }

  private static String home(String named) {
    MockEnvironment environment = new MockEnvironment().withProperty("preloop.home", named);
    new Preflight(environment).nameHome();
    return environment.getRequiredProperty("preloop.home");
  }
}
