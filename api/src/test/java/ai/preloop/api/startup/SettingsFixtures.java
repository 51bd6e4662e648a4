package ai.preloop.api.startup;

import ai.preloop.api.startup.PreloopProperties.ApprovalProperties;
import ai.preloop.api.startup.PreloopProperties.AuditProperties;
import ai.preloop.api.startup.PreloopProperties.DatabaseProperties;
import ai.preloop.api.startup.PreloopProperties.UpstreamProperties;
import ai.preloop.api.startup.PreloopProperties.WorkerProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings of a node as an empty environment gives them. */
final class SettingsFixtures {

  private SettingsFixtures() {}

  static PreloopProperties of(Path home, String environment) {
    String url = environment.equals("production") ? "https://preloop.example.com" : "";
    return of(home, environment, url);
  }

  static PreloopProperties of(Path home, String environment, String url) {
    return new PreloopProperties(
        home,
        environment,
        url,
        "",
        "preloop",
        "",
        "",
        "",
        List.of(),
        new DatabaseProperties("jdbc:postgresql://127.0.0.1/preloop", "preloop", ""),
        new UpstreamProperties(
            List.of(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(120),
            256,
            512,
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            null,
            ""),
        new ApprovalProperties(50),
        new WorkerProperties(512, 200),
        new AuditProperties(false));
  }
}
