package ai.preloop.policies.reading;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import ai.preloop.policies.syntax.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names refer to things in this document first, then to things already in the account. */
final class ReferenceCheck {

  private final PolicyDocument document;
  private final Surroundings surroundings;
  private final Findings findings;
  private final Set<String> workflows;
  private final Set<String> servers;

  ReferenceCheck(PolicyDocument document, Surroundings surroundings, Findings findings) {
    this.document = document;
    this.surroundings = surroundings;
    this.findings = findings;
    this.workflows = new HashSet<>(surroundings.approvalWorkflows().keySet());
    this.servers = new HashSet<>(surroundings.names().servers());
    document.approvalWorkflows().forEach(each -> workflows.add(each.name()));
    document.mcpServers().forEach(each -> servers.add(each.name()));
  }

  void run() {
    Entries.all(document).forEach(this::entry);
    Entries.each(document.approvalWorkflows(), "$.approval_workflows", this::workflow);
    Entries.each(
        document.mcpServers(),
        "$.mcp_servers",
        (server, path) -> secrets(server.authConfig(), path + ".auth_config"));
    Entries.each(document.subjects(), "$.subjects", this::subject);
    if (document.defaults() != null) {
      workflow(
          document.defaults().defaultApprovalWorkflow(), "$.defaults.default_approval_workflow");
    }
  }

  private void entry(Entries.Located each) {
    source(each.entry().source(), each.path() + ".source");
    workflow(each.entry().approvalWorkflow(), each.path() + ".approval_workflow");
    for (var rule : each.entry().conditions()) {
      workflow(rule.approvalWorkflow(), each.rule(rule) + ".approval_workflow");
    }
    Entries.each(
        each.entry().output(),
        each.path() + ".output",
        (rule, path) -> workflow(rule.approvalWorkflow(), path + ".approval_workflow"));
  }

  void source(@Nullable String source, String path) {
    if (source != null && !Sources.isKind(source) && !servers.contains(source)) {
      var soft = surroundings.offline() || !surroundings.checkServerReferences();
      unknown("server", source, path, soft ? Severity.WARNING : Severity.ERROR);
    }
  }

  /** Of agents and flows there is no list: credentials say their names as they come. */
  private void subject(SubjectEntry subject, String path) {
    switch (subject.type()) {
      case API_KEY -> key(subject.name(), path + ".name");
      case AGENT, FLOW -> {}
    }
  }

  /** A key may come after its rules, so that it is not wrong that there is none yet. */
  private void key(String name, String path) {
    var known = surroundings.names().apiKeys();
    if (!surroundings.offline() && !known.contains(name) && !name.isEmpty()) {
      findings.warning(
          "subject.unknown",
          path,
          "No API key is called `%s`: these rules are for nobody until there is one.%s"
              .formatted(name, findings.hint(name, known)));
    }
  }

  private void workflow(ApprovalWorkflow workflow, String path) {
    workflow(workflow.timing().escalationWorkflow(), path + ".escalation_workflow");
    people(workflow.people(), path);
    Entries.each(
        workflow.quorum().stages(),
        path + ".stages",
        (stage, at) -> {
          users(stage.approverUsers(), at + ".approver_users");
          teams(stage.approverTeams(), at + ".approver_teams");
        });
    secrets(workflow.channelConfigs(), path + ".channel_configs");
    if (workflow.aiReview() != null && surroundings.offline()) {
      unknown("model", workflow.aiReview().model(), path + ".ai_model", Severity.WARNING);
    }
  }

  private void people(ApprovalWorkflow.People people, String path) {
    users(people.approverUsers(), path + ".approver_users");
    users(people.escalationUsers(), path + ".escalation_users");
    teams(people.approverTeams(), path + ".approver_teams");
    teams(people.escalationTeams(), path + ".escalation_teams");
  }

  void workflow(@Nullable String name, String path) {
    if (name != null && !workflows.contains(name)) {
      findings.error(
          "workflow.unknown",
          path,
          "There is no approval workflow `%s` in this document or the account.%s"
              .formatted(name, findings.hint(name, workflows)));
    }
  }

  private void users(List<String> names, String path) {
    known("user", names, path, surroundings.names().users());
  }

  private void teams(List<String> names, String path) {
    known("team", names, path, surroundings.names().teams());
  }

  private void known(String kind, List<String> names, String path, Set<String> known) {
    Entries.each(
        names,
        path,
        (name, at) -> {
          if (!known.contains(name)) {
            unknown(kind, name, at, unlessOffline());
          }
        });
  }

  private void secrets(Object value, String path) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((key, inner) -> {
            var at = Paths.key(path, String.valueOf(key));
            if ("secret".equals(key) && inner instanceof String name) {
              known("secret", name, at);
            } else {
              secrets(inner, at);
            }
          });
      case List<?> list -> Entries.each(List.<Object>copyOf(list), path, this::secrets);
      default -> {}
    }
  }

  private void known(String kind, String name, String path) {
    if (!surroundings.names().secrets().containsKey(name)) {
      unknown(kind, name, path, unlessOffline());
    }
  }

  private Severity unlessOffline() {
    return surroundings.offline() ? Severity.WARNING : Severity.ERROR;
  }

  /** A name that was wrong in itself has been reported already, and is empty here. */
  private void unknown(String kind, String name, String path, Severity severity) {
    if (!name.isEmpty()) {
      findings.add(
          new Finding(
              severity,
              kind + ".unknown",
              path,
              findings.positionOf(path),
              "There is no %s `%s`%s.".formatted(kind, name, where(kind))));
    }
  }

  private String where(String kind) {
    if (surroundings.offline()) {
      return " known here, without an account";
    }
    return kind.equals("server") ? " in this document or the account" : " in the account";
  }
}
