package ai.preloop.policies.syntax;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what there is to say about one document, places it, and stays bounded. */
public final class Findings {

  public static final int LIMIT = 1_000;
  private static final int MOST_HINTS = 100;

  private final List<Finding> kept = new ArrayList<>();
  private final Map<String, Place> places;
  private int leftOut;
  private boolean errors;

  public Findings() {
    this(new HashMap<>());
  }

  private Findings(Map<String, Place> places) {
    this.places = places;
  }

  /** The same findings, to go on from in another way; all places are known by then. */
  public Findings copy() {
    var copy = new Findings(places);
    kept.forEach(copy::add);
    copy.leftOut = leftOut;
    copy.errors = errors;
    return copy;
  }

  public void place(String path, Place place) {
    places.put(path, place);
  }

  public Map<String, Place> places() {
    return places;
  }

  public void error(String code, String path, String message) {
    add(new Finding(Severity.ERROR, code, path, positionOf(path), message));
  }

  public void warning(String code, String path, String message) {
    add(new Finding(Severity.WARNING, code, path, positionOf(path), message));
  }

  /** The error of a key that a mapping has already. */
  void duplicate(String key, String path, Position position) {
    add(
        new Finding(
            Severity.ERROR,
            "key.duplicate",
            path,
            position,
            "The key `%s` is here twice.".formatted(Paths.shown(key))));
  }

  public void add(Finding finding) {
    errors |= finding.isError();
    if (kept.size() < LIMIT) {
      kept.add(finding);
    } else {
      leftOut++;
    }
  }

  public boolean hasErrors() {
    return errors;
  }

  /** The position of the path, or of the nearest thing around it that was written down. */
  public Position positionOf(String path) {
    for (var at = path; !at.isEmpty(); at = Paths.parent(at)) {
      var place = places.get(at);
      if (place != null) {
        return place.position();
      }
    }
    return Position.UNKNOWN;
  }

  /**
   * {@code " Did you mean …?"}, or nothing where no word is near; who has a hundred findings needs
   * other help, and to look for words takes long.
   */
  public String hint(String written, Collection<String> known) {
    return kept.size() < MOST_HINTS ? Suggestion.of(written, known) : "";
  }

  public List<Finding> sorted() {
    return bounded(kept, leftOut, errors);
  }

  /** In the order of the source, as many as anybody reads. */
  public static List<Finding> bounded(List<Finding> findings) {
    return bounded(findings, 0, findings.stream().anyMatch(Finding::isError));
  }

  private static List<Finding> bounded(List<Finding> findings, int leftOut, boolean errors) {
    int more = leftOut + Math.max(0, findings.size() - LIMIT);
    var sorted = new ArrayList<>(findings.stream().sorted(Finding.IN_SOURCE).limit(LIMIT).toList());
    if (more > 0) {
      sorted.add(more(more, errors));
    }
    return sorted;
  }

  private static Finding more(int count, boolean errors) {
    return new Finding(
        errors ? Severity.ERROR : Severity.WARNING,
        "findings.more",
        Paths.ROOT,
        Position.UNKNOWN,
        "%d more findings are left out.".formatted(count));
  }
}
