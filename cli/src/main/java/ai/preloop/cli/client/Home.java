package ai.preloop.cli.client;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;

/** The folder with what the command remembers ({@code PRELOOP_HOME}); nothing in it decides. */
public final class Home {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<StandardOpenOption> LOCK_OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  /** A file's lock is for processes and not for threads. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path folder;
  private final Shell shell;

  private Home(Path folder, Shell shell) {
    this.folder = folder;
    this.shell = shell;
  }

  public static Home of(Shell shell) {
    return new Home(
        shell
            .variable("PRELOOP_HOME")
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".preloop")),
        shell);
  }

  Path config() {
    return folder.resolve("config.yaml");
  }

  /** What {@code login} remembered: text by name, empty when there is no file. */
  Map<String, String> readConfig() {
    var config = new LinkedHashMap<String, String>();
    if (!Files.exists(config())) {
      return config;
    }
    try {
      var settings = LoadSettings.builder().build();
      if (new Load(settings).loadFromString(Files.readString(config())) instanceof Map<?, ?> map) {
        map.forEach((name, value) -> config.put(String.valueOf(name), String.valueOf(value)));
      }
      return config;
    } catch (IOException | YamlEngineException e) {
      throw new UsageException(
          config()
              + " cannot be read; mend or remove it, then run `"
              + shell.command("login")
              + "`.");
    }
  }

  void writeConfig(Map<String, String> config) {
    writePrivately(config(), Yaml.write(config) + "\n");
  }

  /** What the product wrote at its first start; the missing node when it is not there. */
  JsonNode readCredentials() {
    try {
      return Json.read(Files.readAllBytes(folder.resolve("credentials.json")));
    } catch (IOException e) {
      return Json.read("");
    }
  }

  /** Runs the work while no other run of the command does; what it wrote can be read again then. */
  <T> T alone(Supplier<T> work) {
    IN_THIS_PROCESS.lock();
    try {
      Files.createDirectories(folder);
      try (var file = FileChannel.open(folder.resolve("config.lock"), LOCK_OPTIONS, OWNER_ONLY)) {
        file.lock();
        return work.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(config() + " cannot be kept to oneself.", e);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  /** Readable by its owner alone from its first byte on, and never half written. */
  private void writePrivately(Path file, String content) {
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, ".config", null, OWNER_ONLY);
      try {
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written.", e);
    }
  }
}
