package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.PolicyDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** One owner's document: the source as it was given, comments and all, and what it means. */
public record OwnedDocument(Format format, String source, PolicyDocument document) {

  /** More than a reader lets in, which has looked at the source already. */
  private static final int ALIASES = 10_000;

  /** How the source is written. */
  public enum Format {
    YAML,
    JSON
  }

  public static OwnedDocument of(String source, PolicyDocument document) {
    var format = source.stripLeading().startsWith("{") ? Format.JSON : Format.YAML;
    return new OwnedDocument(format, source, document);
  }

  public String owner() {
    return document.owner();
  }

  /** As it would be read from another source. */
  OwnedDocument with(String other) {
    return new OwnedDocument(format, other, document);
  }

  /** The source as maps, lists and values; JSON is read as the YAML that it is. */
  public Map<String, Object> tree() {
    var settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(source.length() + 1)
            .setMaxAliasesForCollections(ALIASES)
            .build();
    var tree = new LinkedHashMap<String, Object>();
    if (new Load(settings).loadFromString(source) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> tree.put(String.valueOf(key), value));
    }
    return tree;
  }
}
