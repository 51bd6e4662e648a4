package ai.preloop.activities.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.files.PrivateFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Ports and passwords that stay the same from start to start, in a file that only its owner reads.
 */
record KeptValues(Path file) {

  /** The kept value, or the one that is made now and kept from here on. */
  String value(String name, Supplier<String> made) {
    try {
      Properties properties = read();
      String value = properties.getProperty(name);
      if (value == null) {
        value = made.get();
        properties.setProperty(name, value);
        write(properties);
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<String> value(String name) {
    try {
      return Optional.ofNullable(read().getProperty(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A kept port, or one that is free now and is not another one of this file. */
  int port(String name) {
    return Integer.parseInt(value(name, () -> Integer.toString(Ports.free(ports()))));
  }

  private Set<Integer> ports() {
    try {
      return read().values().stream()
          .map(String::valueOf)
          .filter(value -> value.matches("\\d{1,5}"))
          .map(Integer::valueOf)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Properties read() throws IOException {
    var properties = new Properties();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file, UTF_8)) {
        properties.load(reader);
      }
    }
    return properties;
  }

  private void write(Properties properties) throws IOException {
    var text = new StringWriter();
    properties.store(text, null);
    PrivateFile.write(file, text.toString().getBytes(UTF_8));
  }
}
