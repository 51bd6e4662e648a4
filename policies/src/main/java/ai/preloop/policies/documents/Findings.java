package ai.preloop.policies.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what there is to say about one document, places it, and stays bounded. */
final class Findings {

  static final int LIMIT = 1_000;

  private final List<Finding> kept = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private int leftOut;
  private boolean errors;

  void place(String path, Place place) {
    places.put(path, place);
  }

  Map<String, Place> places() {
    return places;
  }

  void error(String code, String path, String message) {
    add(new Finding(Severity.ERROR, code, path, positionOf(path), message));
  }

  void warning(String code, String path, String message) {
    add(new Finding(Severity.WARNING, code, path, positionOf(path), message));
  }

  void add(Finding finding) {
    errors |= finding.isError();
    if (kept.size() < LIMIT) {
      kept.add(finding);
    } else {
      leftOut++;
    }
  }

  boolean hasErrors() {
    return errors;
  }

  /** The position of the path, or of the nearest thing around it that was written down. */
  Position positionOf(String path) {
    for (var at = path; !at.isEmpty(); at = Paths.parent(at)) {
      var place = places.get(at);
      if (place != null) {
        return place.position();
      }
    }
    return Position.UNKNOWN;
  }

  List<Finding> sorted() {
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
