package ai.preloop.policies.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what there is to say about one document, places it, and stays bounded. */
public final class Findings {

  public static final int LIMIT = 1_000;

  private final List<Finding> kept = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private int leftOut;
  private boolean errors;

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

  public List<Finding> sorted() {
    var sorted = new ArrayList<>(kept);
    sorted.sort(Finding.IN_SOURCE);
    if (leftOut > 0) {
      sorted.add(more());
    }
    return sorted;
  }

  private Finding more() {
    return new Finding(
        errors ? Severity.ERROR : Severity.WARNING,
        "findings.more",
        Paths.ROOT,
        Position.UNKNOWN,
        "%d more findings are left out.".formatted(leftOut));
  }
}
