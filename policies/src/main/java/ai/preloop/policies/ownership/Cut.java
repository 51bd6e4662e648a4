package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.Claim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A document's source without some of what it claims. What is left stands as it was written where
 * the text can be cut so that nothing else changes; else all of it is written anew, without
 * comments.
 */
public record Cut(String source, boolean keepsComments) {

  /** {@code claims} are the document's own. */
  public static Cut of(OwnedDocument document, List<Claim> claims) {
    var rest = document.tree();
    claims.reversed().forEach(claim -> remove(rest, Spot.of(claim)));
    return cut(document, claims)
        .filter(source -> isWritten(document.with(source), rest))
        .map(source -> new Cut(source, true))
        .orElseGet(() -> new Cut(EditedDocument.written(rest), false));
  }

  /** The last one first, so that those before it stay where they are. */
  private static Optional<String> cut(OwnedDocument document, List<Claim> claims) {
    try {
      var source = Optional.of(document.source());
      for (var claim : claims.reversed()) {
        source = source.flatMap(text -> TextCut.of(text, Spot.of(claim)));
      }
      return source;
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  private static boolean isWritten(OwnedDocument cut, Map<String, Object> rest) {
    try {
      return cut.tree().equals(rest);
    } catch (YamlEngineException e) {
      return false;
    }
  }

  /** What is claimed: a section, an entry of its list, or a key of that; as far as it is given. */
  record Spot(String section, int index, @Nullable String key) {

    static Spot of(Claim claim) {
      return switch (claim.kind()) {
        case DEFAULTS -> new Spot("defaults", -1, null);
        case SERVER -> new Spot("mcp_servers", claim.index(), null);
        case WORKFLOW -> new Spot("approval_workflows", claim.index(), null);
        case DEFAULT_WORKFLOW -> new Spot("approval_workflows", claim.index(), "is_default");
      };
    }
  }

  private static void remove(Map<String, Object> tree, Spot spot) {
    if (!(tree.get(spot.section()) instanceof List<?> list) || spot.index() < 0) {
      tree.remove(spot.section());
      return;
    }
    var entries = new ArrayList<Object>(list);
    if (spot.key() != null && entries.get(spot.index()) instanceof Map<?, ?> entry) {
      var keys = new LinkedHashMap<Object, @Nullable Object>(entry);
      keys.remove(spot.key());
      entries.set(spot.index(), keys);
    } else {
      entries.remove(spot.index());
    }
    tree.put(spot.section(), entries);
    if (entries.isEmpty()) {
      tree.remove(spot.section());
    }
  }
}
