package ai.preloop.activities.sessions;

import ai.preloop.activities.database.Storable;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of a client's word on itself: its name and version, neither of them long. */
public record ClientName(String name, String version) {

  private static final int LONGEST = 128;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public ClientName {
    name = kept(name);
    version = kept(version);
  }

  String json() {
    return JSON.writeValueAsString(this);
  }

  /** Cut first: half of a pair is no text that could be stored. */
  private static String kept(String text) {
    return Storable.text(text.length() <= LONGEST ? text : text.substring(0, LONGEST));
  }
}
