package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.syntax.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The ids of a document's approval workflows, tools and their rules, in the document's order. */
public record EntryIds(List<UUID> workflows, List<UUID> tools, List<List<UUID>> rules) {

  public static final EntryIds NONE = new EntryIds(List.of(), List.of(), List.of());

  public EntryIds {
    workflows = List.copyOf(workflows);
    tools = List.copyOf(tools);
    rules = rules.stream().map(List::copyOf).toList();
  }

  /** Of entries that have theirs already. */
  static EntryIds of(List<NamedEntry> workflows, List<NamedEntry> tools) {
    return new EntryIds(
        workflows.stream().map(NamedEntry::id).toList(),
        tools.stream().map(NamedEntry::id).toList(),
        tools.stream().map(NamedEntry::rules).toList());
  }

  /**
   * For the owner's next document: an entry keeps its id by its key, and a rule by what it says.
   */
  public EntryIds carried(PolicyDocument before, PolicyDocument after, Supplier<UUID> fresh) {
    var same = new SameIds(fresh);
    var nextTools = same.ofEntries(keys(before.tools()), tools, keys(after.tools()));
    var nextRules = new ArrayList<List<UUID>>();
    for (int i = 0; i < nextTools.size(); i++) {
      int old = tools.indexOf(nextTools.get(i));
      nextRules.add(
          same.ofRules(
              old < 0 ? List.of() : said(before.tools().get(old)),
              old < 0 ? List.of() : rules.get(old),
              said(after.tools().get(i))));
    }
    return new EntryIds(
        same.ofEntries(names(before), workflows, names(after)), nextTools, nextRules);
  }

  private static List<String> names(PolicyDocument document) {
    return document.approvalWorkflows().stream().map(ApprovalWorkflow::name).toList();
  }

  private static List<String> keys(List<ToolEntry> tools) {
    return tools.stream().map(ToolEntry::key).toList();
  }

  /** What the rules say, wherever they stand. */
  private static List<Rule> said(ToolEntry tool) {
    return tool.conditions().stream()
        .map(rule ->
            new Rule(
                0,
                rule.condition(),
                rule.action(),
                rule.description(),
                rule.approvalWorkflow(),
                rule.mode(),
                rule.overridable(),
                Position.UNKNOWN))
        .toList();
  }
}
