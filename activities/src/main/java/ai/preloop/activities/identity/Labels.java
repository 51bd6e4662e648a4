package ai.preloop.activities.identity;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.database.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What calls belong to, as their credential says it; null where it says nothing. Whoever minted the
 * credential has set them, so no call can say otherwise. UNPROCESSABLE for what can be no label.
 */
public record Labels(
    @Nullable String team,
    @Nullable String agent,
    @Nullable String flow,
    @Nullable String execution,
    @Nullable String session) {

  public static final Labels NONE = new Labels(null, null, null, null, null);

  private static final int LONGEST = 200;
  private static final char REPLACEMENT = '\uFFFD';

  /** What shows as nothing, or as something else, or cannot be stored. */
  private static final Set<Integer> UNPRINTABLE =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.SURROGATE,
          (int) Character.UNASSIGNED,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR);

  public Labels {
    team = printable("team", team);
    agent = printable("agent", agent);
    flow = printable("flow", flow);
    execution = printable("execution", execution);
    session = printable("session", session);
  }

  /** Those of a key, which belongs to no one execution or session. */
  public static Labels ofKey(@Nullable String team, @Nullable String agent, @Nullable String flow) {
    return new Labels(team, agent, flow, null, null);
  }

  /** What a request claims of itself; it is refused for nothing that it says there. */
  public static Labels claimed(@Nullable String agent, @Nullable String session) {
    return new Labels(null, shown(agent), null, null, shown(session));
  }

  /** These, and what they do not say from the others. */
  public Labels or(Labels others) {
    return new Labels(
        team == null ? others.team : team,
        agent == null ? others.agent : agent,
        flow == null ? others.flow : flow,
        execution == null ? others.execution : execution,
        session == null ? others.session : session);
  }

  /** These, and what they do not say from the others; UNPROCESSABLE where the two differ. */
  Labels within(Labels outer) {
    return new Labels(
        within("team", team, outer.team),
        within("agent", agent, outer.agent),
        within("flow", flow, outer.flow),
        within("execution", execution, outer.execution),
        within("session", session, outer.session));
  }

  /** Whose work it is, whatever session of theirs it is in. */
  Labels withoutSession() {
    return new Labels(team, agent, flow, execution, null);
  }

  /** Whether these are of the same team, agent and flow. */
  boolean isOfSame(Labels other) {
    return Objects.equals(team, other.team)
        && Objects.equals(agent, other.agent)
        && Objects.equals(flow, other.flow);
  }

  /** Those that are said, by their names, in one order. */
  public Map<String, String> named() {
    Map<String, String> named = new LinkedHashMap<>();
    put(named, "team", team);
    put(named, "agent", agent);
    put(named, "flow", flow);
    put(named, "execution", execution);
    put(named, "session", session);
    return named;
  }

  private static void put(Map<String, String> named, String name, @Nullable String label) {
    if (label != null) {
      named.put(name, label);
    }
  }

  /** The same for the same labels, and short; none of them has a line break in it. */
  public String fingerprint() {
    String all =
        named().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("\n"));
    return HexFormat.of().formatHex(Digests.sha256(all.getBytes(StandardCharsets.UTF_8)));
  }

  private static @Nullable String within(
      String name, @Nullable String said, @Nullable String outer) {
    if (said != null && outer != null && !said.equals(outer)) {
      throw unprocessable(
          "The key says that its %s is `%s`, and a token of it says nothing else."
              .formatted(name, outer));
    }
    return said == null ? outer : said;
  }

  /** The label without space around it; null where there is none. */
  public static @Nullable String printable(String name, @Nullable String said) {
    if (said == null) {
      return null;
    }
    String label = said.strip();
    if (label.isEmpty()
        || label.length() > LONGEST
        || !label.codePoints().allMatch(Labels::isPrintable)) {
      throw unprocessable("%s has 1 to %d printable characters.".formatted(name, LONGEST));
    }
    return label;
  }

  private static @Nullable String shown(@Nullable String claimed) {
    if (claimed == null || claimed.isBlank()) {
      return null;
    }
    String text = claimed.strip();
    return text.substring(0, Math.min(text.length(), LONGEST))
        .codePoints()
        .map(each -> isPrintable(each) ? each : REPLACEMENT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isPrintable(int codePoint) {
    return !UNPRINTABLE.contains(Character.getType(codePoint));
  }
}
