package ai.preloop.policies.ownership;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.PolicyDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document says, entry by entry, without where it is written. */
record Content(Map<Entry, Object> entries) {

  record Entry(Change.Part part, String key) {}

  static final Content NOTHING = new Content(Map.of());

  static Content of(PolicyDocument document) {
    var entries = new LinkedHashMap<Entry, Object>();
    entries.put(new Entry(Change.Part.METADATA, ""), document.metadata());
    document
        .mcpServers()
        .forEach(each -> entries.put(new Entry(Change.Part.SERVER, each.name()), each.unplaced()));
    document
        .approvalWorkflows()
        .forEach(each ->
            entries.put(new Entry(Change.Part.APPROVAL_WORKFLOW, each.name()), each.unplaced()));
    for (var primitive : Primitive.values()) {
      var part = Change.of(primitive);
      document
          .entries()
          .of(primitive)
          .forEach(each -> entries.put(new Entry(part, each.key()), each.unplaced()));
    }
    document
        .subjects()
        .forEach(each -> entries.put(new Entry(Change.Part.SUBJECT, each.key()), each.unplaced()));
    if (document.defaults() != null) {
      entries.put(new Entry(Change.Part.DEFAULTS, ""), document.defaults());
    }
    return new Content(entries);
  }

  @Nullable Object at(Entry entry) {
    return entries.get(entry);
  }
}
