package ai.preloop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands run where the product was started: its credentials are there, and nothing else. */
abstract class AgainstPreloop {

  static final String ID = "01939c2e-7b1a-7c55-9d3e-0242ac120002";

  @TempDir Path home;
  final PreloopFixture preloop = new PreloopFixture();
  CommandLineFixture cli;

  @BeforeEach
  void start() {
    cli = new CommandLineFixture(home).withCredentials(preloop.url());
  }

  @AfterEach
  void stop() {
    preloop.close();
  }

  /** The names of the files in the home folder. */
  List<String> kept() throws IOException {
    try (var files = Files.list(home)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
