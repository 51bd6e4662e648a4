package ai.preloop.policies.quorum;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many groups can have a voice of their own when nobody speaks for two (a maximum matching).
 */
final class Groups {

  private final List<Set<String>> voters;
  private final Map<String, Integer> speakers = new HashMap<>();

  private Groups(List<Set<String>> voters) {
    this.voters = voters;
  }

  /** {@code voters} has, for each, the groups that they may speak for. */
  static int represented(List<Set<String>> voters) {
    var groups = new Groups(voters);
    for (int voter = 0; voter < voters.size(); voter++) {
      groups.place(voter, new HashSet<>());
    }
    return groups.speakers.size();
  }

  private boolean place(int voter, Set<String> tried) {
    for (String group : voters.get(voter)) {
      if (tried.add(group)) {
        Integer speaker = speakers.get(group);
        if (speaker == null || place(speaker, tried)) {
          speakers.put(group, voter);
          return true;
        }
      }
    }
    return false;
  }
}
