package ai.preloop.activities.identity;

import ai.preloop.activities.files.PrivateFile;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code PRELOOP_HOME/credentials.json}, readable by its owner only. */
public record CredentialsFile(
    String url,
    @JsonProperty("temporal_ui") @Nullable String temporalUi,
    @JsonProperty("agent_key") String agentKey,
    @JsonProperty("read_key") String readKey) {

  private static final String NAME = "credentials.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What an earlier start wrote; a file that cannot be understood counts as lost. */
  static Optional<CredentialsFile> read(Path home) {
    return PrivateFile.read(home.resolve(NAME)).flatMap(CredentialsFile::parse);
  }

  CredentialsFile write(Path home) {
    String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    PrivateFile.write(home.resolve(NAME), (json + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private static Optional<CredentialsFile> parse(byte[] json) {
    try {
      return Optional.of(JSON.readValue(json, CredentialsFile.class))
          .filter(file -> file.agentKey() != null && file.readKey() != null);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "CredentialsFile[" + url + "]";
  }
}
